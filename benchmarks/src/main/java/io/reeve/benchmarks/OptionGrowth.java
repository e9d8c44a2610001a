package io.reeve.benchmarks;

import java.util.List;

/** What the options of a module cost: to set each of them, to list them, and in the active's heap. */
final class OptionGrowth {
    private final Home home;
    private final Report report;
    private final Growth setting = new Growth("setting each", "ms", "options");
    private final Growth listing = new Growth("config dump", "ms", "options");
    private final Growth heap = new Growth("the active's heap after a collection", "KiB", "options");

    OptionGrowth(Home home, Report report) {
        this.home = home;
        this.report = report;
    }

    void run(List<Integer> sizes) {
        sizes.forEach(this::measure);
        setting.report(report);
        listing.report(report);
        heap.report(report);
    }

    private void measure(int size) {
        try (Cluster cluster = new Cluster(home, 1)) {
            Node active = cluster.awaitSettled();
            Home.writeGrowthModule(cluster.folder().resolve("modules"), size);
            active.run("mgr", "module", "rescan");
            active.run("mgr", "module", "enable", "growth");
            double before = Heap.afterCollection(active.process().pid());
            for (int i = 0; i < 50; i++) { // the code, once
                set(active, i % size, "warm" + i);
            }
            long began = System.nanoTime();
            for (int i = 0; i < size; i++) {
                set(active, i, "value" + i);
            }
            setting.add(size, (System.nanoTime() - began) / 1e6);
            listing.add(size, listed(active));
            heap.add(size, 1024 * (Heap.afterCollection(active.process().pid()) - before));
        }
    }

    private static void set(Node active, int option, String value) {
        active.run("config", "set", "mgr", "mgr/growth/option" + option, value);
    }

    private static double listed(Node active) {
        Samples samples = new Samples();
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            active.run("config", "dump");
            samples.add(System.nanoTime() - start);
        }
        return samples.p50();
    }
}
