package io.reeve.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long {@code reeve mgr stat} takes as a whole process, from the tarball and from a checkout, each with its start-up cache,
 * beside {@code java -version}: the three in turn.
 */
final class CliBenchmark {
    private static final int WARM_UP = 3;
    private static final double FROM_TARBALL = 1.8;
    private static final double FROM_CHECKOUT = 2.2;
    private final Home home;
    private final Report report;
    private final int rounds;

    CliBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    /** One way to start a program, with its times. Processor time includes all programs that it starts and waits for. */
    private static final class Timed {
        private final Program program;
        private final Samples wall = new Samples();
        private double processorSeconds;

        Timed(Program program) {
            this.program = program;
        }

        void round() {
            double before = Proc.childrensProcessorSeconds();
            wall.add(program.run());
            processorSeconds += Proc.childrensProcessorSeconds() - before;
        }

        /** The mean, as the kernel counts in steps of 10 ms. */
        double processorMillis() {
            return processorSeconds / wall.size() * 1_000;
        }
    }

    void run() {
        Home unpacked = Tarball.unpackedBeside(home, report);
        unpacked.makeCache();
        try (Cluster cluster = new Cluster(unpacked, 1)) {
            String url = "http://127.0.0.1:" + cluster.active().port();
            Timed java = new Timed(Program.bareJava());
            Timed tarball = new Timed(mgrStat(unpacked.folder(), url));
            // dist/target/reeve-VERSION in it is what it runs, once it has looked for newer sources.
            Path checkout = home.folder().toAbsolutePath().normalize().resolve("../../..").normalize();
            boolean isCheckout = Files.exists(checkout.resolve("pom.xml"))
                    && Files.exists(checkout.resolve("bin/reeve"));
            Timed fromCheckout = new Timed(mgrStat(checkout, url));
            List<Timed> all = isCheckout ? List.of(java, tarball, fromCheckout) : List.of(java, tarball);
            measure(all);
            show("reeve mgr stat, from the tarball", tarball, java, FROM_TARBALL);
            if (isCheckout) {
                show("reeve mgr stat, from the checkout", fromCheckout, java, FROM_CHECKOUT);
            } else {
                report.note(home.folder() + " is in no checkout, of which nothing is measured then");
            }
        }
    }

    private static Program mgrStat(Path folder, String url) {
        return new Program(List.of(folder.resolve("bin/reeve").toString(), "mgr", "stat"),
                Map.of("REEVE_MGR", url, "JAVA_HOME", System.getProperty("java.home")));
    }

    private void measure(List<Timed> all) {
        for (int round = 0; round < WARM_UP; round++) {
            all.forEach(timed -> timed.program.run());
        }
        for (int round = 0; round < rounds; round++) {
            all.forEach(Timed::round);
        }
    }

    private void show(String what, Timed timed, Timed java, double target) {
        report.figure(what, timed.wall.text(), String.format(Locale.ROOT, "p50 <= %.1f x java -version", target),
                timed.wall.p50() <= target * java.wall.p50(), timed.wall.against("java -version", java.wall));
        report.figure(what + ": processor time", String.format(Locale.ROOT, "mean %.0f ms", timed.processorMillis()),
                "",
                true,
                Report.ratio(timed.processorMillis(), java.processorMillis(), "java -version", "mean %.0f ms"));
    }
}
