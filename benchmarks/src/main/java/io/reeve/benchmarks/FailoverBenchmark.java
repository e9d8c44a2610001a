package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How long nobody serves: from the event until another manager answers as active and runs a command of its own epoch. */
final class FailoverBenchmark {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SILENT_ROUNDS = 10;
    private static final double SESSION_MILLIS = 6_000;

    /** What happens to the active. */
    private enum Event {
        KILL("kill -9 of the active", "p99 < 1000 ms", 1_000),
        TERM("SIGTERM of the active", "p99 < 300 ms", 300),
        FAIL("mgr fail", "p99 < 300 ms", 300),
        SILENT("the active is stopped (SIGSTOP)", "max < session timeout + 1000 ms", SESSION_MILLIS + 1_000);

        private final String what;
        private final String target;
        private final double limitMillis;

        Event(String what, String target, double limitMillis) {
            this.what = what;
            this.target = target;
            this.limitMillis = limitMillis;
        }
    }

    private final Home home;
    private final Report report;
    private final int rounds;

    FailoverBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 3)) {
            report.note("three managers, logs in " + cluster.folder());
            for (Event event : Event.values()) {
                measure(cluster, event);
            }
        }
    }

    private void measure(Cluster cluster, Event event) {
        Samples samples = new Samples();
        int number = event == Event.SILENT ? Math.min(rounds, SILENT_ROUNDS) : rounds;
        for (int round = 1; round <= number; round++) {
            long nanos = once(cluster, event);
            samples.add(nanos);
            if (nanos / 1e6 > event.limitMillis || round % 20 == 0) {
                report.note(String.format("%s: round %d of %d took %.0f ms", event.what, round, number, nanos / 1e6));
            }
        }
        double measured = event == Event.SILENT ? samples.quantile(1) / 1e6 : samples.p99();
        report.figure(event.what, samples.text(), event.target, measured < event.limitMillis);
    }

    private static long once(Cluster cluster, Event event) {
        Node active = cluster.awaitSettled();
        long epoch = active.epoch();
        // Not in step with pings and ticks, and later than what a start leaves to be done.
        Pace.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 2_000)));
        try (Watch watch = new Watch(cluster.othersThan(active), epoch)) {
            long start = System.nanoTime();
            inflict(event, active);
            long end = watch.await(event);
            restore(cluster, event, active);
            return end - start;
        }
    }

    private static void inflict(Event event, Node active) {
        switch (event) {
            case KILL -> active.process().destroyForcibly();
            case TERM -> active.process().destroy();
            case FAIL -> active.run("mgr", "fail");
            case SILENT -> active.signal("STOP");
        }
    }

    private static void restore(Cluster cluster, Event event, Node active) {
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
                Pace.until("the stopped manager is not active any more", Duration.ofSeconds(10),
                        () -> active.status("/health/active") != 200);
                if (!active.process().isAlive()) {
                    cluster.start(active.name());
                }
            }
        }
    }

    /** Asks each of the others every 5 ms, on a thread and a kept connection each. */
    private static final class Watch implements AutoCloseable {
        private final CompletableFuture<Long> first = new CompletableFuture<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final long oldEpoch;
        private final List<Thread> threads = new ArrayList<>();

        Watch(List<Node> others, long oldEpoch) {
            this.oldEpoch = oldEpoch;
            for (Node node : others) {
                threads.add(Thread.ofPlatform().name("watch-" + node.name()).start(() -> poll(node)));
            }
        }

        long await(Event event) {
            try {
                return first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new BenchmarkException("after " + event.what + " nobody was active for " + PATIENCE.toSeconds()
                        + " s", e);
            } catch (ExecutionException e) {
                throw new BenchmarkException("the watch failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchmarkException("interrupted", e);
            }
        }

        private void poll(Node node) {
            byte[] command = Node.body("hello", "greet");
            Connection open = null;
            long next = System.nanoTime();
            while (!over.get()) {
                open = ask(node, open, command);
                next = Math.max(next + Pace.POLL_NANOS, System.nanoTime());
                Pace.untilNanos(next);
            }
            close(open);
        }

        private @Nullable Connection ask(Node node, @Nullable Connection open, byte[] command) {
            Connection connection = open;
            try {
                if (connection == null) {
                    connection = new Connection(node.port(), 1_000);
                }
                if (connection.get("/health/active").status() == 200) {
                    Node.Result result = Node.command(connection, command);
                    if (result.ok() && result.epoch() > oldEpoch) {
                        first.complete(System.nanoTime());
                    }
                }
                return connection;
            } catch (IOException e) {
                close(connection);
                return null;
            }
        }

        private static void close(@Nullable Connection connection) {
            if (connection != null) {
                try {
                    connection.close();
                } catch (IOException e) {
                    throw new BenchmarkException("close", e);
                }
            }
        }

        @Override
        public void close() {
            over.set(true);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
