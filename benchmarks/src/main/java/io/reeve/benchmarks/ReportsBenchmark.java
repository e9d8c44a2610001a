package io.reeve.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What thousands of reporting daemons cost the active: processor time and memory, from /proc. */
final class ReportsBenchmark {
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Home home;
    private final Report report;
    private final int daemons;
    private final int rounds;

    /** @param rounds so many times a minute is measured */
    ReportsBenchmark(Home home, Report report, int daemons, int rounds) {
        this.home = home;
        this.report = report;
        this.daemons = daemons;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1)) {
            long pid = cluster.awaitSettled().process().pid();
            Pace.pause(IDLE);
            double idle = Proc.residentMebibytes(pid);
            long began = System.nanoTime();
            try (Load load = new Load(cluster, "sim", daemons)) {
                load.awaitAll();
                report.figure("until " + daemons + " new daemons report, with the start of their processes",
                        String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9));
                report.note(
                        "waiting " + SETTLING.toSeconds() + " s, then measuring for " + MEASURED.toSeconds() + " s");
                Pace.pause(SETTLING);
                measure(pid, load, idle);
                if (load.reporting() != daemons) {
                    throw new BenchmarkException("only " + load.reporting() + " daemons report at the end");
                }
            }
        }
    }

    private void measure(long pid, Load load, double idle) {
        List<Double> active = new ArrayList<>();
        List<Double> senders = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            double activeBefore = Proc.processorSeconds(pid);
            double sendersBefore = load.processorSeconds();
            long began = System.nanoTime();
            Pace.pause(MEASURED);
            double seconds = (System.nanoTime() - began) / 1e9;
            active.add((Proc.processorSeconds(pid) - activeBefore) / seconds);
            senders.add((load.processorSeconds() - sendersBefore) / seconds);
            memory.add(Proc.residentMebibytes(pid));
            report.note(
                    String.format(Locale.ROOT, "round %d of %d: %.2f cores, the daemons %.2f, %.0f MiB", round, rounds,
                            active.getLast(), senders.getLast(), memory.getLast()));
        }
        String what = daemons + " x " + Load.COUNTERS + " counters each 5 s: the active's ";
        double cores = Spread.median(active);
        report.figure(what + "processor", Spread.text(active, "%.2f") + " cores", "< 1 core", cores < 1,
                Report.ratio(cores, Spread.median(senders), "the daemons themselves", "%.2f cores"));
        double mebibytes = Spread.highest(memory);
        report.figure(what + "memory", Spread.text(memory, "%.0f") + " MiB", "< 1536 MiB", mebibytes < 1536,
                Report.ratio(mebibytes, idle, "without daemons", "%.0f MiB"));
    }
}
