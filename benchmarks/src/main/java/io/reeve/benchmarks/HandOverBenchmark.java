package io.reeve.benchmarks;

import io.reeve.benchmarks.SteadyLoad.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What simple clients notice of a hand-over: how many of 50 requests a second fail, how long the slowest takes, and how often they
 * are sent on.
 */
final class HandOverBenchmark {
    private static final Duration BEFORE = Duration.ofMillis(500);
    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final Set<FailoverEvent> ORDERED = EnumSet.of(FailoverEvent.FAIL, FailoverEvent.TERM);
    private final Home home;
    private final Report report;
    private final Set<FailoverEvent> events;
    private final int rounds;

    /** @param events of these only mgr fail, SIGTERM and kill -9 are measured */
    HandOverBenchmark(Home home, Report report, Set<FailoverEvent> events, int rounds) {
        this.home = home;
        this.report = report;
        this.events = events;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 3)) {
            report.note("three managers, logs in " + cluster.folder());
            for (FailoverEvent event : List.of(FailoverEvent.FAIL, FailoverEvent.TERM, FailoverEvent.KILL)) {
                if (events.contains(event)) {
                    measure(cluster, event);
                }
            }
        }
    }

    private void measure(Cluster cluster, FailoverEvent event) {
        List<Sent> all = new ArrayList<>();
        long lastFailure = 0;
        for (int round = 1; round <= rounds; round++) {
            Node active = cluster.awaitSettled();
            SteadyLoad load = new SteadyLoad(cluster.nodes());
            long begin;
            try (load) {
                Pace.pause(BEFORE);
                begin = System.nanoTime();
                inflict(event, active);
                cluster.awaitActiveOtherThan(active);
                Pace.pause(AFTER);
                if (event == FailoverEvent.TERM) {
                    active.awaitEnd();
                }
            }
            for (Sent one : load.sent()) {
                boolean counts = ORDERED.contains(event) || one.port() != active.port();
                if (one.failed() && counts) {
                    lastFailure = Math.max(lastFailure, one.begin() - begin);
                    report.note(String.format(Locale.ROOT, "%s, round %d: failed, sent %.0f ms after it: %s",
                            event.what(), round, (one.begin() - begin) / 1e6, one.failure()));
                }
                if (counts) {
                    all.add(one);
                }
            }
            if (event != FailoverEvent.FAIL) {
                active.awaitEnd();
                cluster.start(active.name());
            }
        }
        show(event, all, lastFailure);
    }

    private void show(FailoverEvent event, List<Sent> all, long lastFailure) {
        long failed = all.stream().filter(Sent::failed).count();
        String counted = failed + " of " + all.size();
        if (ORDERED.contains(event)) {
            report.figure("failed requests: " + event.what(), counted, "0", failed == 0, "");
        } else {
            report.figure("failed requests at the others: " + event.what(), String.format(Locale.ROOT,
                    "%s, the last one sent %.0f ms after it", counted, lastFailure / 1e6));
        }
        double longest = all.stream().filter(one -> !one.failed()).mapToLong(Sent::nanos).max().orElse(0) / 1e6;
        long redirects = all.stream().mapToLong(Sent::redirects).sum();
        report.figure("longest wait: " + event.what(), String.format(Locale.ROOT, "%.0f ms", longest));
        report.figure("307s: " + event.what(), redirects + " in " + all.size() + " requests");
    }

    private static void inflict(FailoverEvent event, Node active) {
        switch (event) {
            case FAIL -> active.run("mgr", "fail");
            case TERM -> active.process().destroy();
            case KILL -> active.process().destroyForcibly();
            case SILENT, CUT -> throw new IllegalStateException("not a hand-over: " + event);
        }
    }
}
