package io.reeve.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * The manager's part of completion, over kept connections: a word of lines of which some ask for names of what there is, among
 * a thousand daemons, against {@code GET /health/active}.
 */
final class CompletionBenchmark {
    private static final int DAEMONS = 1_000;
    private static final int WARM_UP = 200;
    private static final int CALLS = 200;
    private static final double MOST_MILLIS = 50;
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Requests HEALTH = Requests.get("/health/active");
    /** A first word, a word in the middle, and the names of daemons, modules, options. */
    private static final List<Requests> LINES = List.of(Requests.command("complete", "--", "m"),
            Requests.command("complete", "--", "osd", "pool", "s"),
            Requests.command("complete", "--", "tell", "sim."),
            Requests.command("complete", "--", "mgr", "module", "enable", ""),
            Requests.command("complete", "--", "config", "get", "mgr", "mgr/"));

    private final Home home;
    private final Report report;
    private final int rounds;

    CompletionBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1); Load load = new Load(cluster, "sim", DAEMONS)) {
            Node active = cluster.awaitSettled();
            load.awaitAll();
            LINES.forEach(line -> line.times(active, WARM_UP, AT_MOST));
            Samples completion = new Samples();
            Samples health = new Samples();
            for (int round = 0; round < rounds; round++) {
                health.addAll(HEALTH.times(active, CALLS, AT_MOST));
                LINES.forEach(line -> completion.addAll(line.times(active, CALLS, AT_MOST)));
            }
            report.figure("completion of a word among 1,000 daemons, the manager's part", completion.text(),
                    "p99 <= 50 ms", completion.p99() <= MOST_MILLIS, completion.against("GET /health/active", health));
        }
    }
}
