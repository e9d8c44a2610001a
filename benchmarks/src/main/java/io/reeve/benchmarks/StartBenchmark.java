package io.reeve.benchmarks;

import java.time.Duration;
import java.util.Locale;

/** How long a manager takes from the command to standby, from a tarball that was just unpacked. */
final class StartBenchmark {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_OF_JAVA = 12;
    private final Home home;
    private final Report report;
    private final int rounds;

    StartBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        Home unpacked = Tarball.unpackedBeside(home, report);
        measure(unpacked, "start of one manager to standby");
        unpacked.makeCache();
        measure(unpacked, "the same with the start-up cache");
    }

    private void measure(Home unpacked, String what) {
        Program java = Program.bareJava();
        try (Cluster cluster = new Cluster(unpacked, 1)) {
            Samples samples = new Samples();
            Samples bare = new Samples();
            long first = once(cluster);
            for (int round = 0; round < rounds; round++) {
                bare.add(java.run());
                samples.add(once(cluster));
            }
            report.figure("first start after the active's", String.format(Locale.ROOT, "%.0f ms", first / 1e6));
            report.figure(what, samples.text(),
                    "p50 <= " + MOST_OF_JAVA + " x java -version", samples.p50() <= MOST_OF_JAVA * bare.p50(),
                    samples.against("java -version", bare));
        }
    }

    private static long once(Cluster cluster) {
        long start = System.nanoTime();
        Node node = cluster.start("s");
        long end = start + PATIENCE.toNanos();
        while (node.status("/health/standby") != 200) {
            if (System.nanoTime() > end || !node.process().isAlive()) {
                throw new BenchmarkException("manager s did not become a standby; see " + cluster.folder() + "/s.log");
            }
            Pace.pause(Duration.ofNanos(Pace.POLL_NANOS));
        }
        long took = System.nanoTime() - start;
        node.process().destroy();
        node.awaitEnd();
        return took;
    }
}
