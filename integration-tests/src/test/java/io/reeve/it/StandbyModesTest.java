package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.http.testing.RawHttp;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An active manager, a standby that forwards and one that sends nobody anywhere. */
@Tag("cluster")
class StandbyModesTest {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private TestCluster.Node active;
    private TestCluster.Node proxy;
    private TestCluster.Node error;

    @BeforeEach
    void startThree() throws Exception {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        events().writeTo(modules);
        String path = Product.home().resolve("modules") + ":" + modules;
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20));
        active = cluster.start("a", "--module-path", path);
        assertThat(cluster.awaitActive()).isEqualTo(active);
        proxy = cluster.start("p", "--module-path", path, "--standby-mode", "proxy");
        error = cluster.start("e", "--module-path", path, "--standby-mode", "error", "--priority", "never");
        for (TestCluster.Node node : cluster.nodes()) {
            await().until(() -> Http.status(node.url() + "/health/ready") == 200);
        }
        Product.ok(active.url(), "mgr", "module", "enable", "events");
        await().until(() -> Http.status(proxy.url() + "/events/count") == 200);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void eventsComeAtOnceThroughAStandbyThatForwards() throws Exception {
        try (Socket socket = RawHttp.open(proxy.port(), "GET /events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
                BufferedReader in = reader(socket)) {
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            for (int i = 1; i <= 3; i++) {
                awaitLine(in, "data: " + i);
                // The next event is made only now: the one before was seen while the stream was open.
                assertThat(Http.get(active.url() + "/events/next").statusCode()).isEqualTo(200);
            }
            active.kill9();
            assertThat(rest(in)).as("a stream that breaks off has no end mark").doesNotContain("0");
        }
        assertThat(cluster.awaitActiveOtherThan(active)).isEqualTo(proxy);
        assertThat(Http.get(proxy.url() + "/events/count").body()).as("of the next active").isEqualTo("0");
    }

    @Test
    void commandsAndBodiesGoThroughAStandbyThatForwards() throws Exception {
        HttpResponse<String> answer = Http.command(proxy.url(), Map.of("prefix", "hello count"),
                Duration.ofSeconds(30));
        assertThat(answer.uri().toString()).as("not redirected").startsWith(proxy.url());
        assertThat(Http.json(answer).get("status").asInt()).isZero();
        assertThat(Http.unredirected(proxy.url() + "/hello/").body()).contains("Manager <b>a</b> is active");
    }

    @Test
    void aStandbyInErrorModeSendsNobodyAnywhereAndSaysWhereTheActiveIs() throws Exception {
        HttpResponse<String> program = Http.unredirected(error.url() + "/hello/");
        assertThat(program.statusCode()).isEqualTo(503);
        assertThat(program.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(program.headers().firstValue("Location")).isEmpty();
        assertThat(program.headers().firstValue("Retry-After")).contains("1");
        assertThat(Http.json(program).get("active_url").asText()).isEqualTo(active.url() + "/");
        assertThat(Http.json(program).get("reason").asText()).contains("stands by");

        HttpResponse<String> browser = Http.unredirected(error.url() + "/hello/", "Accept", "text/html");
        assertThat(browser.statusCode()).isEqualTo(503);
        assertThat(browser.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(browser.body()).contains("<a href=\"" + active.url() + "/\">");

        HttpResponse<String> command = Http.command(error.url(), Map.of("prefix", "hello count"),
                Duration.ofSeconds(30));
        assertThat(command.statusCode()).isEqualTo(503);
        assertThat(Http.json(command).get("reason").asText()).contains("the active one is " + active.url());
        assertThat(Product.ok(error.url(), "hello", "count")).as("reeve goes there by itself").isEqualTo("0\n");
        assertThat(Http.status(error.url() + "/health/ready")).isEqualTo(200);
    }

    @Test
    void aCommandsPathAnswersEachMethodTheSameInEachRole() throws Exception {
        for (TestCluster.Node node : cluster.nodes()) {
            for (String method : List.of("GET", "DELETE", "OPTIONS")) {
                HttpResponse<String> answer = Http.method(method, node.url() + "/api/command");
                assertThat(answer.statusCode()).as(node.name()).isEqualTo(method.equals("OPTIONS") ? 204 : 405);
                assertThat(answer.headers().firstValue("Allow")).as(node.name()).contains("POST, OPTIONS");
                if (!method.equals("OPTIONS")) {
                    assertThat(new JsonOf(answer).text("error")).isEqualTo("method not allowed");
                    assertThat(new JsonOf(answer).text("reason"))
                            .isEqualTo(method + " is not answered at /api/command: use POST, OPTIONS");
                }
            }
            assertThat(Http.json(Http.command(node.url(), Map.of("prefix", "mgr stat"), Duration.ofSeconds(30)))
                    .get("status")
                    .asInt()).isZero();
        }
    }

    @Test
    void withoutAnActiveABrowserGetsAPageThatLoadsItselfAgain() throws Exception {
        Product.ok(active.url(), "mgr", "set", "down", "true");
        for (TestCluster.Node node : cluster.nodes()) {
            await().until(() -> Http.status(node.url() + "/hello/") == 503);
            HttpResponse<String> page = Http.unredirected(node.url() + "/hello/", "Accept", "text/html");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("http-equiv=\"refresh\"", "last epoch");
            JsonOf json = new JsonOf(Http.unredirected(node.url() + "/hello/"));
            assertThat(json.text("reason")).isNotBlank();
            assertThat(json.text("since")).isNotBlank();
        }
    }

    private record JsonOf(HttpResponse<String> answer) {
        String text(String field) {
            return Http.json(answer).path(field).asText();
        }
    }

    /** Streams an event, and a further one each time that somebody asks for it. */
    private static TestModuleJar events() {
        return TestModuleJar.module("events", """
                private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
                private int count;

                @Override
                public Optional<HttpHandler> httpHandler() {
                    return Optional.of(exchange -> {
                        switch (exchange.getRequestURI().getPath()) {
                            case "/events/stream" -> stream(exchange);
                            case "/events/next" -> {
                                asked.add("next");
                                exchange.sendResponseHeaders(200, -1);
                            }
                            default -> {
                                byte[] text = Integer.toString(count).getBytes();
                                exchange.sendResponseHeaders(200, text.length);
                                exchange.getResponseBody().write(text);
                            }
                        }
                    });
                }

                private void stream(HttpExchange exchange) throws java.io.IOException {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        do {
                            exchange.getResponseBody().write(("data: " + ++count + "\\r\\n\\r\\n").getBytes());
                            exchange.getResponseBody().flush();
                            asked.take();
                        } while (!isStopping());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                """);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** The lines until the end, which may be a reset: but only here, where the active has died. */
    private static List<String> rest(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (SocketException brokenOff) {
            assertThat(brokenOff).hasMessage("Connection reset");
        }
        return lines;
    }

    private static void awaitLine(BufferedReader in, String wanted) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(wanted)) {
            line = in.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }
}
