package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Module commands over kept connections: one that does nothing against {@code GET /health/active}, alone and of many clients;
 * one that writes, alone, beside a spinning module, beside a spinning process.
 */
final class CommandBenchmark {
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 5_000;
    /** However slow the machine: a round takes three of these. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(15);
    private static final Duration SPIN = AT_MOST.plusSeconds(2);
    private static final int CLIENTS = 16;
    private static final Duration RATE_TIME = Duration.ofSeconds(3);
    private static final int MOST_OF_HEALTH = 6;
    private static final double LEAST_OF_HEALTH = 0.25;
    private static final Requests HEALTH = Requests.get("/health/active");
    private static final Requests PING = Requests.command("bench", "ping");
    private static final Requests GREET = Requests.command("hello", "greet");

    private final Home home;
    private final Report report;
    private final int rounds;
    private final Samples bare = new Samples();
    private final Samples ping = new Samples();
    private final List<Double> bareRates = new ArrayList<>();
    private final List<Double> rateRatios = new ArrayList<>();

    CommandBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1)) {
            Node active = cluster.awaitSettled();
            GREET.times(active, WARM_UP, WARM_UP_AT_MOST);
            PING.times(active, WARM_UP, WARM_UP_AT_MOST);
            HEALTH.times(active, WARM_UP, WARM_UP_AT_MOST);
            Samples alone = new Samples();
            Samples beside = new Samples();
            Samples outside = new Samples();
            active.run("mgr", "module", "enable", "benchfail");
            for (int round = 1; round <= rounds; round++) {
                active.run("mgr", "module", "disable", "benchfail");
                againstHealth(active);
                alone.addAll(GREET.times(active, CALLS, AT_MOST));
                outside.addAll(besideProcess(active));
                active.run("mgr", "module", "enable", "benchfail");
                beside.addAll(besideModule(active));
                report.note(String.format(Locale.ROOT,
                        "round %d of %d: p99 so far %.2f ms alone, %.2f beside a process, %.2f beside"
                                + " modules",
                        round, rounds, alone.p99(), outside.p99(), beside.p99()));
            }
            figuresAgainstHealth();
            figures(alone, outside, beside);
        }
    }

    private void againstHealth(Node active) {
        bare.addAll(HEALTH.times(active, CALLS, AT_MOST));
        ping.addAll(PING.times(active, CALLS, AT_MOST));
        bareRates.add(HEALTH.rate(active, CLIENTS, RATE_TIME));
        rateRatios.add(PING.rate(active, CLIENTS, RATE_TIME) / bareRates.getLast());
    }

    private void figuresAgainstHealth() {
        report.figure("GET /health/active round trip, kept connection", bare.text());
        report.figure("command that does nothing, kept connection", ping.text(),
                "p50 <= " + MOST_OF_HEALTH + " x GET /health/active", ping.p50() <= MOST_OF_HEALTH * bare.p50(),
                ping.against("GET /health/active", bare));
        double ratio = Spread.median(rateRatios);
        report.figure("the same of " + CLIENTS + " clients at once", "x" + Spread.text(rateRatios, "%.2f"),
                "median >= " + LEAST_OF_HEALTH + " x GET /health/active", ratio >= LEAST_OF_HEALTH,
                "GET " + Spread.text(bareRates, "%.0f") + " /s");
    }

    private void figures(Samples alone, Samples outside, Samples beside) {
        report.figure("command that writes, kept connection", alone.text(), "p50 < 1 ms", alone.p50() < 1,
                alone.against("GET /health/active", bare));
        report.figure("command beside a spinning process", outside.text(), "", true, outside.against("alone", alone));
        report.figure("command beside a spinning handler and a failing serve", beside.text(), "p99 < 10 ms",
                beside.p99() < 10, beside.against("beside a process", outside));
        double ratio = beside.p99() / outside.p99();
        report.figure("the same, p99", String.format(Locale.ROOT, "%.2f ms", beside.p99()), "<= 2 x beside a process",
                ratio <= 2,
                Report.ratio(beside.p99(), outside.p99(), "beside a process", "p99 %.2f ms"));
    }

    private List<Long> besideProcess(Node active) {
        Process spinner;
        try {
            spinner = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        } catch (IOException e) {
            throw new BenchmarkException("sh: " + e.getMessage(), e);
        }
        try {
            return GREET.times(active, CALLS, AT_MOST);
        } finally {
            spinner.destroyForcibly();
        }
    }

    private List<Long> besideModule(Node active) {
        Thread spinner = Thread.ofPlatform().name("spinner").start(() -> {
            Node.Result result = active.run("bench", "spin", Long.toString(SPIN.toSeconds()));
            report.note("the handler made " + result.stdout().strip() + " turns");
        });
        long start = System.nanoTime();
        Pace.pause(Duration.ofMillis(200));
        List<Long> nanos = GREET.times(active, CALLS, AT_MOST);
        if (System.nanoTime() - start >= SPIN.toNanos()) {
            throw new BenchmarkException("the calls took longer than the handler spun: the manager hangs?");
        }
        try {
            spinner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        return nanos;
    }
}
