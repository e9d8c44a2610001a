package io.reeve.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** A manager as the command line sees it: {@code GET /api/mgr} and {@code POST /api/command}, as the test scripts them. */
public final class FakeManager implements AutoCloseable {
    private static final String ANY_NODE = "\"any_node_commands\": [\"mgr stat\", \"mgr set down\", \"mgr fail\"]";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("fake-manager-", 0).factory());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile Supplier<Answer> view = () -> new Answer.Http(503, "", "{\"reason\": \"nobody leads\"}");
    private volatile Supplier<Answer> diagnostics = () -> new Answer.Http(404, "", "{\"reason\": \"nothing there\"}");
    private volatile Function<String, Answer> command = body -> Answer.ok("");

    /** What it does with a request. */
    public sealed interface Answer {
        /** Answers so; "" for no Location. */
        record Http(int code, String location, String body) implements Answer {}

        /** Answers 503 with this body, and when to ask again. */
        record Later(String seconds, String body) implements Answer {}

        /** Answers 200 with these bytes; then it ends the answer, or stays silent in its middle. */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Bytes(byte[] body, boolean ends) implements Answer {}

        /** Answers so far, and stays silent in its middle. */
        record Endless(int code, String body) implements Answer {}

        /** Reads the request and closes the connection. */
        record Break() implements Answer {}

        /** Reads the request and never answers. */
        record Silence() implements Answer {}

        /** Success, with this text. */
        static Answer ok(String stdout) {
            return new Http(200, "", "{\"status\": 0, \"stdout\": \"" + stdout + "\", \"stderr\": \"\", \"epoch\": 3}");
        }
    }

    public FakeManager() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/mgr", exchange -> answer(exchange, view.get()));
        server.createContext("/api/diagnostics", exchange -> answer(exchange, diagnostics.get()));
        server.createContext("/api/command", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            commands.add(body);
            answer(exchange, command.apply(body));
        });
        server.start();
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            switch (answer) {
                case Answer.Http(int code, String location, String body) -> {
                    if (!location.isEmpty()) {
                        exchange.getResponseHeaders().set("Location", location);
                    }
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case Answer.Later(String seconds, String body) -> {
                    exchange.getResponseHeaders().set("Retry-After", seconds);
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(503, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case Answer.Bytes(byte[] body, boolean ends) -> {
                    exchange.sendResponseHeaders(200, 0); // in chunks
                    exchange.getResponseBody().write(body);
                    exchange.getResponseBody().flush();
                    if (!ends) {
                        closed.await();
                    }
                }
                case Answer.Endless(int code, String body) -> {
                    exchange.sendResponseHeaders(code, 0); // in chunks
                    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    closed.await();
                }
                case Answer.Break() -> {
                }
                case Answer.Silence() -> closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its URL, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The bodies of the commands that came, in order. */
    public List<String> commands() {
        return commands;
    }

    public FakeManager onCommand(Function<String, Answer> does) {
        command = does;
        return this;
    }

    public FakeManager onView(Supplier<Answer> does) {
        view = does;
        return this;
    }

    public FakeManager onDiagnostics(Supplier<Answer> does) {
        diagnostics = does;
        return this;
    }

    /** Says, from now on, this. */
    public FakeManager says(String json) {
        return onView(() -> new Answer.Http(200, "", json));
    }

    /** Says, from now on, that it is the active one. */
    public FakeManager leads(long epoch) {
        return onView(() -> mgrMap(epoch, "me", url(), "me"));
    }

    /** Says, from now on, that another one is. */
    public FakeManager follows(FakeManager active, long epoch) {
        return onView(() -> mgrMap(epoch, "other", active.url(), "me"));
    }

    /** Says, from now on, that there is none. */
    public FakeManager seesNobody(long epoch) {
        return onView(() -> new Answer.Http(200, "", "{\"epoch\": " + epoch
                + ", \"active_name\": \"\", \"available\": false, \"self\": {\"name\": \"me\", \"connected\": true, "
                + ANY_NODE + "}}"));
    }

    private static Answer mgrMap(long epoch, String active, String url, String self) {
        return new Answer.Http(200, "", String.format(Locale.ROOT, """
                {"epoch": %d, "active_name": "%s", "active_gid": %d, "available": true, "active_url": "%s/",
                 "standbys": [{"name": "x", "url": null}], "self": {"name": "%s", "state": "s", "connected": true, %s}}
                """, epoch, active, url.hashCode() & 0xffff, url, self, ANY_NODE));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
