package io.reeve.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What keys cost a manager that starts: the time until it stands by, and its memory. */
final class KeyGrowth {
    private static final int AT_ONCE = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final Report report;
    private final int rounds;
    private final Growth importing = new Growth("config-key import", "ms", "keys");
    private final Growth start = new Growth("start to standby, above that without keys", "ms", "keys");
    private final Growth heap = new Growth("a standby's heap after a collection", "KiB", "keys");

    KeyGrowth(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run(List<Integer> sizes) {
        sizes.forEach(this::measure);
        importing.report(report);
        start.report(report);
        heap.report(report);
    }

    private void measure(int size) {
        try (Cluster cluster = new Cluster(home, 1)) {
            Node active = cluster.awaitSettled();
            double[] without = started(cluster);
            long began = System.nanoTime();
            for (int first = 0; first < size; first += AT_ONCE) {
                active.runWith(keys(first, Math.min(size, first + AT_ONCE)), "config-key", "import");
            }
            importing.add(size, (System.nanoTime() - began) / 1e6);
            double[] with = started(cluster);
            start.add(size, with[0] - without[0]);
            heap.add(size, with[1] - without[1]);
            report.note(String.format(Locale.ROOT, "%d keys: start %.0f ms, without any %.0f ms", size, with[0],
                    without[0]));
        }
    }

    private static byte[] keys(int from, int to) {
        Map<String, String> keys = new TreeMap<>();
        for (int i = from; i < to; i++) {
            keys.put("growth/key" + i, "x".repeat(100));
        }
        return Node.json(keys);
    }

    /** The median of the start of a manager in ms, and its heap in KiB. */
    private double[] started(Cluster cluster) {
        Samples samples = new Samples();
        double kept = 0;
        for (int round = 0; round <= rounds; round++) {
            long began = System.nanoTime();
            Node node = cluster.start("s");
            Pace.until("manager s stands by", PATIENCE, () -> node.status("/health/standby") == 200);
            if (round > 0) { // the first finds nothing in the system's caches
                samples.add(System.nanoTime() - began);
            }
            kept = 1024 * Heap.afterCollection(node.process().pid());
            node.process().destroy();
            node.awaitEnd();
        }
        return new double[]{samples.p50(), kept};
    }
}
