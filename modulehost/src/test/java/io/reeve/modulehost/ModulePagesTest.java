package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the JDK's server as the listener. */
class ModulePagesTest {
    private static final String PAGES = """
            final CountDownLatch go = new CountDownLatch(1);
            final io.reeve.api.events.EventTopic topic = openTopic();
            @CliCommand(value = "m go", desc = "d") void go() { go.countDown(); }
            public Optional<HttpHandler> httpHandler() { return Optional.of(x -> {
                switch (x.getRequestURI().getPath()) {
                    case "/m/echo" -> { byte[] body = x.getRequestBody().readAllBytes(); x.sendResponseHeaders(200, 0);
                        try (var out = x.getResponseBody()) { out.write(Thread.currentThread().getName().replaceAll("[0-9]", "").getBytes());
                            out.write(body); } }
                    case "/m/wait" -> { setStoreText("waits" + Thread.currentThread().threadId(), "");
                        try { go.await(); } catch (InterruptedException e) { throw new java.io.IOException(e); }
                        x.sendResponseHeaders(204, -1); x.close(); }
                    case "/m/follow" -> { topic.add(new io.reeve.api.events.EventReader() {
                            public void offer(java.nio.ByteBuffer frame) {}
                            public void end() { System.setProperty("io.reeve.test.stream", "ended"); } });
                        x.sendResponseHeaders(204, -1); x.close(); }
                    case "/m/late" -> { x.sendResponseHeaders(200, 0); x.getResponseBody().write(1);
                        throw new IllegalStateException("late"); }
                    case "/m/refused" -> { x.setAttribute("io.reeve.body.refused", true);
                        throw new java.io.IOException("too slow"); }
                    default -> throw new StackOverflowError("deep");
                } }); }
            """;
    @TempDir
    Path dir;
    private final HttpClient client = HttpClient.newHttpClient();

    private interface Body {
        void with(HostFixture f, URI base) throws Exception;
    }

    private void serving(Body body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HostSettings soon = HostFixture.impatient(HostFixture.LONG, Duration.ofMillis(300), HostFixture.LONG);
        try (HostFixture f = new HostFixture(dir, soon).add(TestModuleJar.module("m", PAGES)).run("m");
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(workers);
            server.createContext("/m/", exchange -> f.host.httpHandler("m").orElseThrow().handle(exchange));
            server.start();
            body.with(f, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/m/"));
            f.host.close();
            server.stop(0);
        }
    }

    private CompletableFuture<HttpResponse<String>> get(URI uri) {
        return client.sendAsync(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("!")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void pagesRunOnTheModulesOwnThreadsAndAFailureIsA500WithAnId() throws Exception {
        serving((f, base) -> {
            assertThat(get(base.resolve("echo")).get().body()).isEqualTo("reeve-module-m-http!");
            HttpResponse<String> bad = get(base.resolve("bad")).get();
            assertThat(bad.statusCode()).isEqualTo(500);
            assertThat(bad.body()).containsPattern("failed: deep \\(error [0-9a-f]{8} in");
            assertThatThrownBy(() -> get(base.resolve("late")).get()).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(f.host.status().getFirst().stats().httpRequests()).isEqualTo(3);
        });
    }

    @Test
    void whereTheListenerHasRefusedTheBodyNothingElseIsAnswered() throws Exception {
        serving((f, base) -> assertThatThrownBy(() -> get(base.resolve("refused")).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class));
    }

    @Test
    void moreRequestsThanThreadsAreRefusedAndStoppingLetsTheOthersGo() throws Exception {
        serving((f, base) -> {
            var first = get(base.resolve("wait"));
            var second = get(base.resolve("wait"));
            await().until(() -> f.services.prefix("mgr/m/waits").size() == 2);
            HttpResponse<String> third = get(base.resolve("wait")).get();
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(f.execute("m", "m go").retval()).isZero();
            assertThat(first.get().statusCode()).isEqualTo(204);
            assertThat(second.get().statusCode()).isEqualTo(204);
        });
    }

    @Test
    void requestUnderWayEndsWhenItsModuleIsDisabled() throws Exception {
        serving((f, base) -> {
            var first = get(base.resolve("wait"));
            await().until(() -> f.services.prefix("mgr/m/waits").size() == 1);
            assertThat(f.host.disable("m").ok()).isTrue();
            assertThat(f.host.httpHandler("m")).isEmpty();
            assertThat(first.get().statusCode()).isEqualTo(500);
        });
    }

    @Test
    void streamsOfAModuleEndWhenItIsDisabled() throws Exception {
        serving((f, base) -> {
            System.clearProperty("io.reeve.test.stream");
            assertThat(get(base.resolve("follow")).get().statusCode()).isEqualTo(204);
            assertThat(System.getProperty("io.reeve.test.stream")).isNull();
            assertThat(f.host.disable("m").ok()).isTrue();
            assertThat(System.getProperty("io.reeve.test.stream")).isEqualTo("ended");
        });
    }
}
