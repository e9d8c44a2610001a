package io.reeve.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests of one kind over kept connections: the time of each, and the number that come through in a second. */
final class Requests {
    private static final int TIMEOUT_MILLIS = 30_000;

    private interface Sending {
        Connection.Answer on(Connection connection) throws IOException;
    }

    private final String what;
    private final Sending sending;
    private final String begin;

    private Requests(String what, Sending sending, String begin) {
        this.what = what;
        this.sending = sending;
        this.begin = begin;
    }

    /** GETs of a path that answers 200. */
    static Requests get(String path) {
        return new Requests("GET " + path, connection -> connection.get(path), "");
    }

    /** Commands that succeed. */
    static Requests command(String... words) {
        byte[] body = Node.body(words);
        return new Requests(String.join(" ", words), connection -> connection.post("/api/command", body),
                "{\"status\":0,");
    }

    /** The nanoseconds of each of so many requests, one after the other; of fewer if the time is over first. */
    List<Long> times(Node node, int count, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<Long> nanos = new ArrayList<>(count);
        try (Connection connection = new Connection(node.port(), TIMEOUT_MILLIS)) {
            for (int i = 0; i < count && System.nanoTime() < end; i++) {
                long start = System.nanoTime();
                send(connection);
                nanos.add(System.nanoTime() - start);
            }
        } catch (IOException e) {
            throw new BenchmarkException(what + ": " + e.getMessage(), e);
        }
        return nanos;
    }

    /** The requests per second of so many clients together, each with a connection of its own. */
    double rate(Node node, int clients, Duration time) {
        List<Callable<Long>> work = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < clients; i++) {
            work.add(() -> sendUntil(node, end));
        }
        long all = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (Future<Long> one : threads.invokeAll(work)) {
                all += one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException(what + ": " + e.getCause(), e);
        }
        return all / (time.toNanos() / 1e9);
    }

    private long sendUntil(Node node, long end) throws IOException {
        long sent = 0;
        try (Connection connection = new Connection(node.port(), TIMEOUT_MILLIS)) {
            while (System.nanoTime() < end) {
                send(connection);
                sent++;
            }
        }
        return sent;
    }

    private void send(Connection connection) throws IOException {
        Connection.Answer answer = sending.on(connection);
        if (answer.status() != 200 || !answer.body().startsWith(begin)) {
            throw new BenchmarkException(what + ": " + answer);
        }
    }
}
