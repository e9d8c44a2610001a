package io.reeve.benchmarks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A simple client that sends 50 requests a second: pages and writes in turn, half of them on kept connections, to the managers in
 * turn. It follows 307 with method and body, repeats nothing, and waits 10 s for an answer. A manager that refuses the first
 * connection of a request is gone, and the next one is asked; one that does so after a 307 fails the request.
 */
final class SteadyLoad implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MOST_REDIRECTS = 10;

    /**
     * One request.
     *
     * @param port      of the manager that took it last, before the one that did not answer with success
     * @param begin     by {@link System#nanoTime}
     * @param reached   the time at which it was sent to that manager
     * @param redirects the number of 307 that it got
     * @param failure   empty if it was answered with success
     */
    record Sent(int port, long begin, long nanos, long reached, int redirects, String failure) {
        boolean failed() {
            return !failure.isEmpty();
        }
    }

    private final List<Integer> ports;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<Integer, Queue<Connection>> idle = new ConcurrentHashMap<>();
    private final List<Thread> requests = new ArrayList<>();
    private final Thread pacer;
    private volatile boolean over;

    SteadyLoad(List<Node> nodes) {
        ports = nodes.stream().map(Node::port).toList();
        pacer = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        long next = System.nanoTime();
        for (int i = 0; !over; i++) {
            int number = i;
            requests.add(Thread.ofVirtual().start(() -> request(number)));
            next += PERIOD.toNanos();
            Pace.untilNanos(next);
        }
    }

    private void request(int number) {
        long begin = System.nanoTime();
        boolean writes = number % 2 == 0;
        byte[] body = writes
                ? Node.body("config-key", "set", "steady/" + number % 20, Integer.toString(number))
                : new byte[0];
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get((number / 4 + i) % ports.size());
            try {
                sent.add(follow(port, writes ? "/api/command" : "/hello/", body, number / 2 % 2 == 0, begin));
                return;
            } catch (ConnectException gone) {
                // the next one
            }
        }
        sent.add(new Sent(0, begin, System.nanoTime() - begin, begin, 0, "no manager takes a connection"));
    }

    /** @throws ConnectException if the first manager refuses the connection */
    private Sent follow(int first, String path, byte[] body, boolean keeps, long begin) throws ConnectException {
        int port = first;
        int last = first;
        long reached = begin;
        int redirects = 0;
        String failure = "too many redirects";
        while (redirects < MOST_REDIRECTS) {
            try {
                long now = System.nanoTime();
                Connection.Answer answer = once(port, path, body, keeps);
                if (answer.status() != 307) {
                    failure = succeeded(answer, body.length > 0) ? "" : answer.status() + " " + answer.body();
                    break;
                }
                last = port;
                reached = now;
                redirects++;
                port = URI.create(answer.headers().getOrDefault("location", "")).getPort();
            } catch (ConnectException gone) {
                if (redirects == 0) {
                    throw gone;
                }
                failure = "sent on to " + port + " by 307: " + gone;
                break;
            } catch (IOException | IllegalArgumentException e) {
                failure = (redirects > 0 ? "sent on to " + port + " by 307: " : "") + e;
                break;
            }
        }
        return new Sent(last, begin, System.nanoTime() - begin, reached, redirects, failure);
    }

    private static boolean succeeded(Connection.Answer answer, boolean command) throws IOException {
        return answer.status() / 100 == 2
                && (!command || Node.JSON.readTree(answer.body()).path("status").asInt(-1) == 0);
    }

    private Connection.Answer once(int port, String path, byte[] body, boolean keeps) throws IOException {
        Queue<Connection> kept = idle.computeIfAbsent(port, _ -> new ConcurrentLinkedQueue<>());
        Connection connection = keeps ? kept.poll() : null;
        while (connection != null && connection.hasEnded()) {
            connection.close();
            connection = kept.poll();
        }
        if (connection == null) {
            connection = new Connection(port, TIMEOUT_MILLIS);
        }
        boolean good = false;
        try {
            Connection.Answer answer = body.length > 0 ? connection.post(path, body) : connection.get(path);
            good = keeps && !answer.headers().getOrDefault("connection", "").equals("close");
            return answer;
        } finally {
            if (good) {
                kept.add(connection);
            } else {
                connection.close();
            }
        }
    }

    /** All requests so far. */
    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Ends when the last request is answered. */
    @Override
    public void close() {
        over = true;
        try {
            pacer.join();
            for (Thread request : requests) {
                request.join();
            }
            for (Queue<Connection> connections : idle.values()) {
                for (Connection connection : connections) {
                    connection.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (IOException e) {
            throw new BenchmarkException("closing a connection", e);
        }
    }
}
