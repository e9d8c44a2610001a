package io.reeve.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What reporting daemons cost the active, and how long a new active takes to know all of them. */
final class DaemonGrowth {
    /** A manager takes 16,384; what more there is needs another way: see {@link StateGrowth}. */
    private static final int MOST = 16_000;
    private static final Duration SETTLING = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    private final Home home;
    private final Report report;
    private final int rounds;
    private final Growth complete = new Growth("complete state after a new active is there", "ms", "daemons");
    private final Growth processor = new Growth("the active's processor", "ms each s", "daemons");
    private final Growth heap = new Growth("the active's heap after a collection", "KiB", "daemons");
    private final Growth resident = new Growth("the active's resident memory", "KiB", "daemons");

    DaemonGrowth(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run(List<Integer> sizes) {
        for (int size : sizes) {
            if (size > MOST) {
                report.skipped(size + " daemons", "a manager takes 16,384: part 'state' measures above the socket");
            } else {
                measure(size);
            }
        }
        complete.report(report);
        processor.report(report);
        heap.report(report);
        resident.report(report);
    }

    private void measure(int size) {
        try (Cluster cluster = new Cluster(home, 2)) {
            long pid = cluster.awaitSettled().process().pid();
            Pace.pause(SETTLING);
            double coresBefore = Proc.cores(pid, MEASURED);
            double heapBefore = Heap.afterCollection(pid);
            double residentBefore = Proc.residentMebibytes(pid);
            try (Load load = new Load(cluster, "osd", size)) {
                load.awaitAll();
                Pace.pause(SETTLING);
                processor.add(size, 1e3 * (Proc.cores(pid, MEASURED) - coresBefore));
                heap.add(size, 1024 * (Heap.afterCollection(pid) - heapBefore));
                resident.add(size, 1024 * (Proc.residentMebibytes(pid) - residentBefore));
                Samples samples = new Samples();
                for (int round = 0; round < rounds; round++) {
                    samples.add(recover(cluster, size));
                }
                complete.add(size, samples.p50());
                report.note(String.format(Locale.ROOT, "%d daemons: complete after %s", size, samples.text()));
            }
        }
    }

    private static long recover(Cluster cluster, int size) {
        Node old = cluster.awaitSettled();
        double since = System.currentTimeMillis() / 1e3;
        old.process().destroyForcibly();
        old.awaitEnd();
        Node now = cluster.othersThan(old).getFirst();
        Pace.until("a new active", Duration.ofSeconds(30), () -> now.status("/health/active") == 200);
        long began = System.nanoTime();
        RecoverBenchmark.awaitFresh(now, size, since);
        long took = System.nanoTime() - began;
        cluster.start(old.name());
        return took;
    }
}
