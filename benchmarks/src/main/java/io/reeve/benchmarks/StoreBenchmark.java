package io.reeve.benchmarks;

import java.util.Locale;

/**
 * A module's setStore against a bare setData of as many bytes on the same ZooKeeper, in turns, and getStore. A bare
 * transaction of the kind that fences a write, two checks and a setData, tells what of it is the price of the fence.
 */
final class StoreBenchmark {
    /** Of each kind of bare write; the manager's process makes as many in all. */
    private static final int WARM_UP = 5_000;
    private static final int WRITES = 200;
    private static final int READS = 100;

    private final Home home;
    private final Report report;
    private final int rounds;

    StoreBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1); BareZooKeeper bare = new BareZooKeeper(cluster.zooKeeperPort())) {
            Node active = cluster.awaitSettled();
            report.note("warming up");
            var _ = active.bench("set", 2 * WARM_UP);
            var _ = bare.setData(WARM_UP);
            var _ = bare.multi(WARM_UP);
            Samples ours = writes(active, bare);
            reads(active, ours);
        }
    }

    private Samples writes(Node active, BareZooKeeper bare) {
        Samples ours = new Samples();
        Samples theirs = new Samples();
        Samples fenced = new Samples();
        for (int round = 1; round <= rounds; round++) {
            theirs.addAll(bare.setData(WRITES));
            ours.addAll(active.bench("set", WRITES));
            fenced.addAll(bare.multi(WRITES));
            report.note(
                    String.format(Locale.ROOT,
                            "round %d of %d: p50 so far %.3f ms setData, %.3f ms multi, %.3f ms setStore", round,
                            rounds, theirs.p50(), fenced.p50(), ours.p50()));
        }
        report.figure("bare ZooKeeper setData, 100 bytes", theirs.text());
        report.figure("bare multi(check, check, setData), 100 bytes", fenced.text(), "", true,
                fenced.against("bare setData", theirs));
        double ratio = ours.p50() / theirs.p50();
        report.figure("setStore, 100 bytes", ours.text(), "p50 <= 1.50 x bare setData", ratio <= 1.5,
                ours.against("bare setData", theirs));
        return ours;
    }

    private void reads(Node active, Samples writes) {
        var _ = active.bench("get", READS);
        Samples reads = new Samples();
        for (int round = 1; round <= rounds; round++) {
            reads.addAll(active.bench("get", READS));
        }
        report.figure("getStore, mean of 10,000", reads.text(), "p50 < 1 us", reads.quantile(0.5) < 1_000,
                reads.against("setStore", writes));
    }
}
