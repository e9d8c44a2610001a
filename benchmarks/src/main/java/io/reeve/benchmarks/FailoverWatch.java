package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks each node every 5 ms whether it is active, on a thread and a kept connection each, and notes when the first one
 * answers that follows the old active and runs a command of its own epoch.
 */
final class FailoverWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] COMMAND = Node.body("hello", "greet");

    private final CompletableFuture<Long> first = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Node old;
    private final long oldEpoch;
    private final Overlaps overlaps;
    private final List<Thread> threads = new ArrayList<>();

    FailoverWatch(List<Node> nodes, Node old, long oldEpoch, Overlaps overlaps) {
        this.old = old;
        this.oldEpoch = oldEpoch;
        this.overlaps = overlaps;
        for (Node node : nodes) {
            threads.add(Thread.ofPlatform().name("watch-" + node.name()).start(() -> poll(node)));
        }
    }

    /** When the successor served. */
    long await(FailoverEvent event) {
        try {
            return first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BenchmarkException("after " + event.what() + " nobody was active for " + PATIENCE.toSeconds()
                    + " s", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException("the watch failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void poll(Node node) {
        Connection open = null;
        long next = System.nanoTime();
        while (!over.get()) {
            open = ask(node, open);
            next = Math.max(next + Pace.POLL_NANOS, System.nanoTime());
            Pace.untilNanos(next);
        }
        close(open);
    }

    private @Nullable Connection ask(Node node, @Nullable Connection open) {
        Connection connection = open;
        try {
            if (connection == null) {
                connection = new Connection(node.port(), 1_000);
            }
            if (isActive(node, connection) && !node.name().equals(old.name()) && !first.isDone()) {
                Node.Result result = Node.command(connection, COMMAND);
                if (result.ok() && result.epoch() > oldEpoch) {
                    first.complete(System.nanoTime());
                }
            }
            return connection;
        } catch (IOException e) {
            overlaps.notActive(node.name());
            close(connection);
            return null;
        }
    }

    private boolean isActive(Node node, Connection connection) throws IOException {
        long sent = System.nanoTime();
        boolean active = connection.get("/health/active").status() == 200;
        if (active) {
            overlaps.active(node.name(), sent, System.nanoTime());
        } else {
            overlaps.notActive(node.name());
        }
        return active;
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
