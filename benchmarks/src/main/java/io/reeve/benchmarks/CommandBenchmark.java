package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A trivial module command over a kept connection: alone, beside a spinning module, beside a spinning process. */
final class CommandBenchmark {
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 5_000;
    /** However slow the machine: a round takes three of these. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(15);
    private static final Duration SPIN = AT_MOST.plusSeconds(2);
    private static final byte[] COMMAND = Node.body("hello", "greet");

    private final Home home;
    private final Report report;
    private final int rounds;

    CommandBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1)) {
            Node active = cluster.awaitSettled();
            calls(active, WARM_UP, WARM_UP_AT_MOST);
            Samples bare = new Samples();
            Samples alone = new Samples();
            Samples beside = new Samples();
            Samples outside = new Samples();
            active.run("mgr", "module", "enable", "benchfail");
            for (int round = 1; round <= rounds; round++) {
                active.run("mgr", "module", "disable", "benchfail");
                bare.addAll(requests(active));
                alone.addAll(calls(active, CALLS, AT_MOST));
                outside.addAll(besideProcess(active));
                active.run("mgr", "module", "enable", "benchfail");
                beside.addAll(besideModule(active));
                report.note(String.format(Locale.ROOT,
                        "round %d of %d: p99 so far %.2f ms alone, %.2f beside a process, %.2f beside"
                                + " modules",
                        round, rounds, alone.p99(), outside.p99(), beside.p99()));
            }
            figures(bare, alone, outside, beside);
        }
    }

    private void figures(Samples bare, Samples alone, Samples outside, Samples beside) {
        report.figure("GET /health/active round trip, kept connection", bare.text());
        report.figure("command round trip, kept connection", alone.text(), "p50 < 1 ms", alone.p50() < 1,
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
            return calls(active, CALLS, AT_MOST);
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
        List<Long> nanos = calls(active, CALLS, AT_MOST);
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

    private static List<Long> requests(Node node) {
        List<Long> nanos = new ArrayList<>(CALLS);
        try (Connection connection = new Connection(node.port(), 30_000)) {
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                Connection.Answer answer = connection.get("/health/active");
                nanos.add(System.nanoTime() - start);
                if (answer.status() != 200) {
                    throw new BenchmarkException("/health/active: " + answer);
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException("/health/active: " + e.getMessage(), e);
        }
        return nanos;
    }

    private static List<Long> calls(Node node, int count, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<Long> nanos = new ArrayList<>(count);
        try (Connection connection = new Connection(node.port(), 30_000)) {
            for (int i = 0; i < count && System.nanoTime() < end; i++) {
                long start = System.nanoTime();
                Node.Result result = Node.command(connection, COMMAND);
                nanos.add(System.nanoTime() - start);
                if (!result.ok()) {
                    throw new BenchmarkException("hello greet: " + result);
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException("hello greet: " + e.getMessage(), e);
        }
        return nanos;
    }
}
