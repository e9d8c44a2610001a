package io.reeve.benchmarks;

import io.reeve.report.Reporter;
import io.reeve.report.ReporterRuntime;
import io.reeve.report.ReporterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulated daemons, as a process of its own: {@code FIRST COUNT COUNTERS ADDRESS...}. Each is a real reporter whose
 * counters grow; all share one event loop and two workers. Prints each second how many report, and ends when its standard
 * input does.
 */
public final class ReportLoad {
    private static final String TYPE = "sim";

    private ReportLoad() {}

    public static void main(String[] args) throws IOException {
        int first = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        int counters = Integer.parseInt(args[2]);
        List<String> managers = List.of(args).subList(3, args.length);
        List<Reporter> reporters = new ArrayList<>();
        try (ReporterRuntime runtime = new ReporterRuntime(1, 2)) {
            for (int i = first; i < first + count; i++) {
                reporters.add(daemon(runtime, i, counters, managers));
            }
            while (System.in.available() == 0) {
                System.out.println(reporters.stream().filter(r -> r.state() == ReporterState.REPORTING).count());
                Pace.pause(java.time.Duration.ofSeconds(1));
            }
        }
    }

    private static Reporter daemon(ReporterRuntime runtime, int id, int counters, List<String> managers) {
        Reporter reporter = Reporter.builder(TYPE, Integer.toString(id))
                .managers(managers)
                .runtime(runtime)
                .service(true)
                .metadata("hostname", "host" + id % 500)
                .start();
        for (int n = 0; n < counters; n++) {
            int divisor = 1 + n + id % 97;
            var _ = reporter.counter("sim.counter" + n, spec -> spec, () -> System.nanoTime() / divisor);
        }
        return reporter;
    }
}
