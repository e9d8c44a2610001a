package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a standby's first take-over by evidence is about as fast as its tenth: it has rehearsed. */
final class WarmBenchmark {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int TAKE_OVERS = 10;
    private static final double MOST = 1.3;
    private static final int MOST_MEBIBYTES = 110;
    private static final Pattern PHASE = Pattern.compile("reeve_takeover_seconds\\{phase=\"(\\w+)\"} (\\S+)");

    private final Home home;
    private final Report report;
    private final int rounds;

    /** @param rounds the number of processes whose first and tenth take-over are measured */
    WarmBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        Samples first = new Samples();
        Samples last = new Samples();
        Samples busy = new Samples();
        double resident = 0;
        for (int round = 0; round < rounds; round++) {
            try (Cluster cluster = new Cluster(home, 2)) {
                Node standby = cluster.othersThan(cluster.awaitSettled()).getFirst();
                long pid = standby.process().pid();
                double before = Proc.processorSeconds(pid);
                Pace.pause(READY);
                busy.add((long) ((Proc.processorSeconds(pid) - before) * 1e9));
                resident = Math.max(resident, Proc.residentMebibytes(pid));
                List<Long> nanos = takeOvers(cluster, standby.name());
                first.add(nanos.getFirst());
                last.add(nanos.getLast());
            }
        }
        report.figure("processor of a standby in the minute after it is ready", busy.text(),
                "p50 < 10 % of a core", busy.p50() < READY.toMillis() / 10.0, "");
        report.figure("memory of a standby a minute after it is ready",
                String.format(Locale.ROOT, "VmRSS max %.0f MiB", resident), "<= " + MOST_MEBIBYTES + " MiB",
                resident <= MOST_MEBIBYTES, "");
        report.figure("first take-over of a process", first.text(), "p50 <= " + MOST + " x its tenth",
                first.p50() <= MOST * last.p50(), first.against("its tenth", last));
    }

    private List<Long> takeOvers(Cluster cluster, String name) {
        List<Long> nanos = new ArrayList<>();
        for (int number = 1; number <= TAKE_OVERS; number++) {
            Node active = cluster.active();
            try (FailoverWatch watch = new FailoverWatch(cluster.nodes(), active, active.epoch(), new Overlaps())) {
                Pace.pause(Duration.ofSeconds(1)); // the watch's connections are open
                long start = System.nanoTime();
                active.process().destroyForcibly();
                nanos.add(watch.await(FailoverEvent.KILL) - start);
            }
            Node next = cluster.active();
            report.note(String.format(Locale.ROOT, "take-over %d of manager %s: %.0f ms; %s", number, name,
                    nanos.getLast() / 1e6, phases(next)));
            active.awaitEnd();
            cluster.start(active.name());
            cluster.awaitSettled();
            if (number < TAKE_OVERS) {
                next.run("mgr", "fail");
                Pace.until("manager " + name + " stands by", Duration.ofSeconds(30),
                        () -> next.status("/health/standby") == 200);
                cluster.awaitSettled();
            }
        }
        return nanos;
    }

    /** {@code evidence 21, election 34, …} in milliseconds. */
    private static String phases(Node node) {
        List<String> all = new ArrayList<>();
        try (Connection connection = new Connection(node.port(), 5_000)) {
            Matcher each = PHASE.matcher(connection.get("/metrics").body());
            while (each.find()) {
                all.add(each.group(1) + " " + Math.round(Double.parseDouble(each.group(2)) * 1000));
            }
        } catch (IOException e) {
            throw new BenchmarkException("manager " + node.name() + " does not answer /metrics: " + e.getMessage(), e);
        }
        return String.join(", ", all);
    }
}
