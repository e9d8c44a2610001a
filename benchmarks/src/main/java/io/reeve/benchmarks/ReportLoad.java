package io.reeve.benchmarks;

import io.reeve.report.Reporter;
import io.reeve.report.ReporterRuntime;
import io.reeve.report.ReporterState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulated daemons, as a process of its own: {@code TYPE FIRST COUNT COUNTERS ADDRESS...}. Each is a real reporter
 * whose counters grow, 20 to a host; all share one event loop and two workers. Prints five times a second how many report,
 * and ends when its standard input does.
 */
public final class ReportLoad {
    /** A counter of each. */
    static final String COUNTER = "sim.counter0";

    private ReportLoad() {}

    public static void main(String[] args) throws IOException {
        String type = args[0];
        int first = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        int counters = Integer.parseInt(args[3]);
        List<String> managers = List.of(args).subList(4, args.length);
        List<Reporter> reporters = new ArrayList<>();
        try (ReporterRuntime runtime = new ReporterRuntime(1, 2)) {
            for (int i = first; i < first + count; i++) {
                reporters.add(daemon(runtime, type, i, counters, managers));
            }
            while (System.in.available() == 0) {
                System.out.println(reporters.stream().filter(r -> r.state() == ReporterState.REPORTING).count());
                Pace.pause(Duration.ofMillis(200));
            }
        }
    }

    private static Reporter daemon(ReporterRuntime runtime, String type, int id, int counters, List<String> managers) {
        Reporter reporter = Reporter.builder(type, Integer.toString(id))
                .managers(managers)
                .runtime(runtime)
                .service(!type.equals("osd"))
                .metadata("hostname", "host" + id / 20)
                .start();
        for (int n = 0; n < counters; n++) {
            int divisor = 1 + n + id % 97;
            var _ = reporter.counter("sim.counter" + n, spec -> spec, () -> System.nanoTime() / divisor);
        }
        return reporter;
    }
}
