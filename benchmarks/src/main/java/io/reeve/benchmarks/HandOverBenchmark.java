package io.reeve.benchmarks;

import io.reeve.benchmarks.SteadyLoad.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What simple clients notice of a hand-over, in both modes that hold requests: how many of 50 requests a second fail, how long the
 * slowest takes, and how often they are sent on.
 *
 * <p>Of kill -9 those requests count that reach another manager once it has evidence of the death, as its log tells. What it
 * was sent before, and has sent on to the dead one, fails, and is counted apart.
 */
final class HandOverBenchmark {
    private static final Duration BEFORE = Duration.ofMillis(500);
    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final List<FailoverEvent> EVENTS = List.of(FailoverEvent.FAIL, FailoverEvent.TERM,
            FailoverEvent.KILL);
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

    /** The requests of all rounds with one event. */
    private static final class Tally {
        private final List<Sent> counted = new ArrayList<>();
        private int atTheKilled;
        private int tooEarly;
    }

    void run() {
        for (String mode : List.of("redirect", "proxy")) {
            try (Cluster cluster = new Cluster(home, 3, false, List.of("--standby-mode", mode))) {
                report.note("three managers in mode " + mode + ", logs in " + cluster.folder());
                for (FailoverEvent event : EVENTS) {
                    if (events.contains(event)) {
                        measure(cluster, event, mode + ", " + event.what());
                    }
                }
            }
        }
    }

    private void measure(Cluster cluster, FailoverEvent event, String what) {
        Tally tally = new Tally();
        for (int round = 1; round <= rounds; round++) {
            Node active = cluster.awaitSettled();
            SteadyLoad load = new SteadyLoad(cluster.nodes());
            long began;
            Instant at;
            try (load) {
                Pace.pause(BEFORE);
                at = Instant.now();
                began = System.nanoTime();
                event.inflict(cluster, active);
                cluster.awaitActiveOtherThan(active);
                Pace.pause(AFTER);
                if (event == FailoverEvent.TERM) {
                    active.awaitEnd();
                }
            }
            Map<Integer, Long> evidence = event == FailoverEvent.KILL
                    ? evidence(cluster, active, at, began)
                    : Map.of();
            count(load.sent(), tally, event == FailoverEvent.KILL ? active.port() : 0, began, evidence,
                    what + ", round " + round);
            if (event != FailoverEvent.FAIL) {
                active.awaitEnd();
                cluster.start(active.name());
            }
        }
        show(what, tally, event == FailoverEvent.KILL);
    }

    private void count(List<Sent> sent, Tally tally, int killed, long began, Map<Integer, Long> evidence,
            String round) {
        for (Sent one : sent) {
            if (!one.failed()) {
                tally.counted.add(one);
            } else if (one.port() == killed) {
                tally.atTheKilled++;
            } else if (killed != 0 && one.reached() < evidence.getOrDefault(one.port(), Long.MAX_VALUE)) {
                tally.tooEarly++;
            } else {
                tally.counted.add(one);
                report.note(String.format(Locale.ROOT, "%s: failed, sent at %.1f ms, evidence there at %.1f ms: %s",
                        round, (one.reached() - began) / 1e6,
                        (evidence.getOrDefault(one.port(), began) - began) / 1e6, one.failure()));
            }
        }
    }

    /** When each of the others had the evidence that a manager is dead, by {@link System#nanoTime}, by port. */
    private static Map<Integer, Long> evidence(Cluster cluster, Node dead, Instant since, long began) {
        Map<Integer, Long> all = new HashMap<>();
        for (Node other : cluster.othersThan(dead)) {
            try (Stream<String> lines = Files.lines(Path.of(cluster.folder().toString(), other.name() + ".log"))) {
                lines.filter(line -> line.contains("manager '" + dead.name() + "' (gid") && line.contains(") is dead:"))
                        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))).plusMillis(1))
                        .filter(time -> time.isAfter(since))
                        .findFirst()
                        .ifPresent(time -> all.put(other.port(), began + Duration.between(since, time).toNanos()));
            } catch (IOException e) {
                throw new BenchmarkException("the log of manager " + other.name(), e);
            }
        }
        return all;
    }

    private void show(String what, Tally tally, boolean killed) {
        List<Sent> all = tally.counted;
        long failed = all.stream().filter(Sent::failed).count();
        report.figure("failed requests: " + what, failed + " of " + all.size(), "0", failed == 0, killed
                ? tally.tooEarly + " more sent on before the evidence, " + tally.atTheKilled + " at the killed one"
                : "");
        double longest = all.stream().filter(one -> !one.failed()).mapToLong(Sent::nanos).max().orElse(0) / 1e6;
        long redirects = all.stream().mapToLong(Sent::redirects).sum();
        report.figure("longest wait: " + what, String.format(Locale.ROOT, "%.0f ms", longest));
        report.figure("307s: " + what, redirects + " in " + all.size() + " requests");
    }
}
