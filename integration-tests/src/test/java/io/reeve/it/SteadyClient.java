package io.reeve.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A simple client that sends a request in each period: pages and writes in turn, half of them on kept connections, to the nodes in
 * turn. It follows 307 with method and body, and repeats nothing. A node that refuses connections is gone: the next one is asked.
 */
final class SteadyClient implements AutoCloseable {
    /** Long enough that only a request that is lost meets it, on the slowest machine. */
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int MOST_REDIRECTS = 10;

    private final List<URI> nodes;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Connection>> idle = new ConcurrentHashMap<>();
    private final List<Thread> requests = new ArrayList<>();
    private final Set<URI> leftOut = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService pacer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("steady-client").factory());

    SteadyClient(List<TestCluster.Node> nodes, Duration period) {
        this.nodes = nodes.stream().map(node -> URI.create(node.url())).toList();
        var _ = pacer.scheduleAtFixedRate(this::send, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void send() {
        int number = requests.size();
        requests.add(Thread.ofVirtual().start(() -> request(number)));
    }

    private void request(int number) {
        long begin = System.nanoTime();
        boolean writes = number % 2 == 0;
        String what = (writes ? "write " : "page ") + number;
        try {
            Answer answer = ask(number, writes);
            if (answer.status() / 100 != 2 || (writes && !answer.body().contains("\"status\":0"))) {
                failures.add(what + ": " + answer.status() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(what + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms: " + e);
        }
        waits.add(Duration.ofNanos(System.nanoTime() - begin));
    }

    private Answer ask(int number, boolean writes) throws IOException {
        String body = writes
                ? "{\"words\": [\"config-key\", \"set\", \"steady/" + number % 20 + "\", \"" + number + "\"]}"
                : "";
        URI target = URI.create("/" + (writes ? "api/command" : "hello/"));
        boolean keeps = number / 2 % 2 == 0;
        for (int i = 0; i < nodes.size(); i++) {
            URI node = nodes.get((number / 4 + i) % nodes.size());
            try {
                if (!leftOut.contains(node)) {
                    return follow(node.resolve(target), body, keeps);
                }
            } catch (ConnectException gone) {
                // the next one
            }
        }
        throw new IOException("no node takes a connection");
    }

    private Answer follow(URI first, String body, boolean keeps) throws IOException {
        URI at = first;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            Answer answer = once(at, body, keeps);
            if (answer.status() != 307) {
                return answer;
            }
            at = URI.create(answer.location());
        }
        throw new IOException("too many redirects, the last one to " + at);
    }

    private Answer once(URI uri, String body, boolean keeps) throws IOException {
        Queue<Connection> kept = idle.computeIfAbsent(uri.getRawAuthority(), _ -> new ConcurrentLinkedQueue<>());
        Connection connection = keeps ? kept.poll() : null;
        while (connection != null && connection.hasEnded()) {
            connection.close();
            connection = kept.poll();
        }
        if (connection == null) {
            connection = new Connection(uri);
        }
        Answer answer = connection.ask(uri, body, keeps);
        if (keeps && !answer.last()) {
            kept.add(connection);
        } else {
            connection.close();
        }
        return answer;
    }

    /** Asks that node no more from now on, as a load balancer does that asks for health. */
    void leaveOut(TestCluster.Node node) {
        leftOut.add(URI.create(node.url()));
    }

    /** Ends, when the last requests are answered. */
    @Override
    public void close() {
        pacer.close();
        for (Thread request : requests) {
            Uninterruptibly.run(request::join);
        }
        idle.values().forEach(connections -> connections.forEach(Connection::close));
    }

    /** Those without a success, after {@link #close}. */
    List<String> failures() {
        return failures;
    }

    int count() {
        return waits.size();
    }

    /** The longest time from a request to its last answer, after {@link #close}. */
    Duration longest() {
        return waits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private record Answer(int status, String location, boolean last, String body) {}

    private static final class Connection {
        private final Socket socket = new Socket();
        private final InputStream in;

        Connection(URI uri) throws IOException {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }

        /** Whether the server has ended this connection while nothing was asked, as clients with a pool look. */
        boolean hasEnded() {
            try {
                socket.setSoTimeout(1);
                return in.read() < 0;
            } catch (SocketTimeoutException lives) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        Answer ask(URI uri, String body, boolean keeps) throws IOException {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String head = (body.isEmpty() ? "GET " : "POST ") + uri.getRawPath() + " HTTP/1.1\r\nHost: "
                    + uri.getRawAuthority() + "\r\n" + (keeps ? "" : "Connection: close\r\n")
                    + (body.isEmpty()
                            ? ""
                            : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                    + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
            int status = Integer.parseInt(line().split(" ")[1]);
            int length = 0;
            boolean chunked = false;
            boolean last = !keeps;
            String location = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                String value = line.substring(line.indexOf(':') + 1).strip();
                switch (name) {
                    case "content-length" -> length = Integer.parseInt(value);
                    case "transfer-encoding" -> chunked = value.equals("chunked");
                    case "connection" -> last |= value.equals("close");
                    case "location" -> location = value;
                    default -> {
                    }
                }
            }
            return new Answer(status, location, last, chunked ? chunks() : bytes(length));
        }

        private String chunks() throws IOException {
            StringBuilder all = new StringBuilder();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                all.append(bytes(size));
                line();
            }
            line();
            return all.toString();
        }

        private String bytes(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("the connection ended within the body");
            }
            return new String(bytes, ISO_8859_1);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the connection ended without an answer");
                }
                line.append((char) b);
            }
            return line.toString().stripTrailing();
        }

        void close() {
            try {
                socket.close();
            } catch (IOException ignored) { // it is over either way
            }
        }
    }
}
