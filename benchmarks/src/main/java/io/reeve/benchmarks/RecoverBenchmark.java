package io.reeve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a new active takes until its picture of the cluster is complete again: after a kill -9 of the active, until each
 * reporting daemon is back with counters that the new one received; and how fast it answers what modules ask meanwhile.
 */
final class RecoverBenchmark {
    private static final int DAEMONS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LIMIT_MILLIS = 10_000; // two periods of 5 s
    private static final int AT_ONCE_MILLIS = 100;
    private static final double MOST_OF_ALONE = 1.5;

    private final Home home;
    private final Report report;
    private final int rounds;
    private final Samples alone = new Samples();
    private final Samples yielding = new Samples();
    private final Samples serving = new Samples();
    private final Samples complete = new Samples();
    private final Samples metadata = new Samples();
    private final Samples health = new Samples();

    RecoverBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 3)) {
            report.note("three managers, logs in " + cluster.folder());
            for (int round = 1; round <= rounds; round++) {
                alone.add(killed(cluster));
            }
            withYieldingDaemons(cluster);
            withDaemons(cluster);
        }
        report.figure("kill -9 to a new active, without daemons", alone.text());
        report.figure("kill -9 to a new active, with " + DAEMONS + " daemons in a process of the lowest priority",
                yielding.text(), "p50 <= " + MOST_OF_ALONE + " x that without",
                yielding.p50() <= MOST_OF_ALONE * alone.p50(), yielding.against("that without daemons", alone));
        report.figure("kill -9 to a new active, with " + DAEMONS + " daemons", serving.text(), "", true,
                serving.against("that without daemons", alone));
        report.figure("new active to complete state, " + DAEMONS + " daemons back", complete.text(),
                "max < 2 report periods (10 s)", complete.quantile(1) / 1e6 < LIMIT_MILLIS,
                complete.against("kill -9 to the new active", serving));
        first("osd_metadata", metadata);
        first("health", health);
    }

    private void withYieldingDaemons(Cluster cluster) {
        try (Load load = new Load(cluster, "osd", DAEMONS, true)) {
            load.awaitAll();
            for (int round = 1; round <= rounds; round++) {
                double since = System.currentTimeMillis() / 1e3;
                yielding.add(killed(cluster));
                awaitFresh(cluster.active(), DAEMONS, since);
            }
        }
    }

    private void withDaemons(Cluster cluster) {
        try (Load load = new Load(cluster, "osd", DAEMONS)) {
            load.awaitAll();
            awaitFresh(cluster.awaitSettled(), DAEMONS, 0);
            for (int round = 1; round <= rounds; round++) {
                report.note("round " + round + " of " + rounds + ": " + once(cluster));
            }
        }
    }

    private static long killed(Cluster cluster) {
        return FailoverBenchmark.once(cluster, FailoverEvent.KILL, new Overlaps());
    }

    private void first(String name, Samples samples) {
        report.figure("first get of \"" + name + "\" at the new active, by command", samples.text(),
                "max < " + AT_ONCE_MILLIS + " ms", samples.quantile(1) / 1e6 < AT_ONCE_MILLIS,
                samples.against("complete state", complete));
    }

    private String once(Cluster cluster) {
        Node old = cluster.awaitSettled();
        try (FailoverWatch watch = new FailoverWatch(cluster.nodes(), old, old.epoch(), new Overlaps())) {
            Pace.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 1_500)));
            double since = System.currentTimeMillis() / 1e3;
            long killed = System.nanoTime();
            old.process().destroyForcibly();
            long began = watch.await(FailoverEvent.KILL);
            Node now = cluster.active();
            String seen = firstGets(now);
            awaitFresh(now, DAEMONS, since);
            long end = System.nanoTime();
            serving.add(began - killed);
            complete.add(end - began);
            old.awaitEnd();
            cluster.start(old.name());
            return String.format(Locale.ROOT, "active after %.0f ms, complete %.0f ms later; %s",
                    (began - killed) / 1e6,
                    (end - began) / 1e6, seen);
        }
    }

    private String firstGets(Node active) {
        Node.Result daemons = timed(active, metadata, "osd_metadata");
        Node.Result said = timed(active, health, "health");
        try {
            return Node.JSON.readTree(daemons.stdout()).size() + " daemons at once, "
                    + Node.JSON.readTree(said.stdout()).path("status").asText();
        } catch (JsonProcessingException e) {
            throw new BenchmarkException("data get answered no JSON", e);
        }
    }

    private static Node.Result timed(Node active, Samples samples, String name) {
        long start = System.nanoTime();
        Node.Result result = active.run("data", "get", name);
        samples.add(System.nanoTime() - start);
        return result;
    }

    /** Waits until so many storage daemons are back with counters that have come since then. */
    static void awaitFresh(Node active, int daemons, double since) {
        String all = Integer.toString(daemons);
        Pace.until(all + " daemons are back with new counters", PATIENCE, () -> active
                .run("bench", "fresh", "osd", all, ReportLoad.COUNTER, Double.toString(since))
                .stdout()
                .strip()
                .equals(all));
    }
}
