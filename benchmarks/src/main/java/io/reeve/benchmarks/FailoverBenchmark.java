package io.reeve.benchmarks;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long nobody serves: from the event until another manager answers as active and runs a command of its own epoch; and
 * whether two are ever active at once.
 */
final class FailoverBenchmark {
    /** Of the same ZooKeeper before each round, as a reference. */
    private static final int WRITES = 20;
    /**
     * The pause after the last manager is ready: a failover meets managers that have been up for long, and a standby rehearses
     * the take-over 3 to 10 s after it is ready.
     */
    private static final Duration UP = Duration.ofSeconds(15);
    private final Home home;
    private final Report report;
    private final Set<FailoverEvent> events;
    private final int rounds;

    /** @param rounds 0 for each event's usual number */
    FailoverBenchmark(Home home, Report report, Set<FailoverEvent> events, int rounds) {
        this.home = home;
        this.report = report;
        this.events = events;
        this.rounds = rounds;
    }

    void run() {
        Set<FailoverEvent> straight = EnumSet.copyOf(events);
        straight.remove(FailoverEvent.CUT);
        measureAll(straight, false);
        if (events.contains(FailoverEvent.CUT)) {
            measureAll(EnumSet.of(FailoverEvent.CUT), true);
        }
    }

    /** A proxy would hide a dead process's refused connections from its peers, so only the cut has proxies. */
    private void measureAll(Set<FailoverEvent> some, boolean cuttable) {
        if (some.isEmpty()) {
            return;
        }
        try (Cluster cluster = new Cluster(home, 3, cuttable);
                BareZooKeeper bare = new BareZooKeeper(cluster.zooKeeperPort())) {
            report.note("three managers, logs in " + cluster.folder());
            for (FailoverEvent event : some) {
                measure(cluster, bare, event);
            }
        }
    }

    private void measure(Cluster cluster, BareZooKeeper bare, FailoverEvent event) {
        Samples samples = new Samples();
        Samples writes = new Samples();
        Overlaps overlaps = new Overlaps();
        int number = event.rounds(rounds);
        for (int round = 1; round <= number; round++) {
            writes.addAll(bare.setData(WRITES));
            long nanos = once(cluster, event, overlaps);
            samples.add(nanos);
            if (nanos / 1e6 > event.limitMillis() || round % 20 == 0 || event.waitsForSession()) {
                report.note(String.format(Locale.ROOT, "%s: round %d of %d took %.0f ms", event.what(), round, number,
                        nanos / 1e6));
            }
        }
        report.figure(event.what(), samples.text(), event.target(), event.measured(samples) < event.limitMillis(),
                samples.against("a bare setData", writes));
        report.figure("two active at once: " + event.what(),
                overlaps.moments() + " moments in " + overlaps.answers() + " answers",
                "0", overlaps.moments() == 0, "");
    }

    /** The nanoseconds until another manager serves. The old active is brought back before this returns. */
    static long once(Cluster cluster, FailoverEvent event, Overlaps overlaps) {
        Node active = cluster.awaitSettled();
        Pace.pause(UP);
        long epoch = active.epoch();
        try (FailoverWatch watch = new FailoverWatch(cluster.nodes(), active, epoch, overlaps)) {
            // Not in step with pings and ticks.
            Pace.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 1_500)));
            long start = System.nanoTime();
            event.inflict(cluster, active);
            long end = watch.await(event);
            restore(cluster, event, active);
            return end - start;
        }
    }

    private static void restore(Cluster cluster, FailoverEvent event, Node active) {
        switch (event) {
            case FAIL -> {
                // It stands by again by itself.
            }
            case KILL, TERM -> {
                active.awaitEnd();
                cluster.start(active.name());
            }
            case SILENT -> {
                active.signal("CONT");
                awaitStandby(cluster, active);
            }
            case CUT -> {
                // Were it still active, it would say so now.
                Pace.pause(Duration.ofMillis(500));
                cluster.mend();
                awaitStandby(cluster, active);
            }
        }
    }

    private static void awaitStandby(Cluster cluster, Node active) {
        Pace.until("manager " + active.name() + " stands by or ends", Duration.ofSeconds(30),
                () -> active.status("/health/standby") == 200 || !active.process().isAlive());
        if (!active.process().isAlive()) {
            cluster.start(active.name());
        }
    }
}
