package io.reeve.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a module's {@code get("osd_map")} costs, in a manager to which 1,000 storage daemons report. */
final class MapBenchmark {
    private static final int OSDS = 1_000;
    /** In a round, of each kind. */
    private static final int READS = 20;

    private final Home home;
    private final Report report;
    private final int rounds;

    MapBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1); Load load = new Load(cluster, "osd", OSDS)) {
            Node active = cluster.awaitSettled();
            load.awaitAll();
            Pace.until(OSDS + " storage daemons are up", Duration.ofSeconds(60),
                    () -> active.run("osd", "stat").stdout().contains("\"num_up_osds\":" + OSDS + ","));
            measure(active);
        }
    }

    private void measure(Node active) {
        Samples copies = new Samples();
        Samples repeated = new Samples();
        Samples changed = new Samples();
        for (int round = 1; round <= rounds; round++) {
            copies.addAll(active.bench(List.of("copy", "osd_map"), READS));
            repeated.addAll(active.bench(List.of("read", "osd_map"), READS));
            changed.addAll(active.bench("change", READS));
            report.note(String.format(Locale.ROOT,
                    "round %d of %d: p50 so far %.3f ms first after a change, %.3f ms a whole copy",
                    round, rounds, changed.p50(), copies.p50()));
        }
        String what = "a module's get(\"osd_map\") of 1,000, ";
        report.figure(what + "unchanged, mean of 10,000", repeated.text(), "p50 < 1 us", repeated.p50() < 0.001,
                repeated.against("a whole copy", copies));
        report.figure(what + "first after a change", changed.text(), "p50 < 20 ms", changed.p50() < 20,
                changed.against("a whole copy", copies));
    }
}
