package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.http.Answers;
import io.reeve.http.ProxyHeaders;
import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import io.undertow.Handlers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandbyProxyTest {
    private volatile HttpHandler module = exchange -> exchange.sendResponseHeaders(204, -1);
    private volatile io.undertow.server.HttpHandler activeHandler = exchange -> ModuleHttp.dispatch(exchange, "hello",
            module);
    private final TestServer active = new TestServer(exchange -> activeHandler.handleRequest(exchange));
    private final FakeView view = new FakeView(FakeView.activeAt(7, active.url()));
    private final StandbyHandler standby = new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty());
    private final TestServer server = new TestServer(standby);

    @AfterEach
    void close() {
        server.close();
        active.close();
    }

    @Test
    void requestIsForwardedWithItsRawTargetHeadersAndBody() {
        activeHandler = StandbyProxyTest::echo;

        Answer answer = ask(server.port(), "POST /hello/a%2Fb;x=1?q=%20 HTTP/1.1", "Host: public.example",
                "Authorization: Basic abc", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: first.example",
                "Content-Length: 4", "", "body");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).contains("POST /hello/a%2Fb;x=1?q=%20 body=body", "Authorization: Basic abc",
                "X-Forwarded-For: 6.6.6.6,127.0.0.1", "X-Forwarded-Host: first.example", "X-Forwarded-Proto: http",
                "Reeve-Epoch: 7", "Reeve-Hops: 1", "Host: 127.0.0.1:" + active.port());
    }

    @Test
    void headAndKeptConnectionsWork() throws Exception {
        activeHandler = StandbyProxyTest::echo;
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n").answer(false).status()).isEqualTo(201);
                assertThat(client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").answer().body()).startsWith("GET /x");
            }
        }
    }

    @Test
    void redirectsOfTheActiveAreHandedOnAsTheyAre() {
        activeHandler = exchange -> Answers.redirect(exchange, "http://elsewhere.example/");

        Answer answer = ask(server.port(), "GET /x HTTP/1.1", "Host: h");

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location")).contains("http://elsewhere.example/");
    }

    @Test
    void eventsStreamThroughAStandbyAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        module = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\r\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            try {
                seen.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.getResponseBody().write("data: two\r\n".getBytes(UTF_8));
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /hello/events HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.line()).contains("200");
            await().until(() -> "data: one".equals(client.line()));
            seen.countDown();
            await().until(() -> "data: two".equals(client.line()));
        }
    }

    @Test
    void bodiesStreamBothWaysThroughAStandby() throws Exception {
        module = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int b = exchange.getRequestBody().read(); b >= 0; b = exchange.getRequestBody().read()) {
                exchange.getResponseBody().write(("got " + (char) b + "\r\n").getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /hello/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            await().until(() -> "got a".equals(client.line()));
            client.send("1\r\nb\r\n");
            await().until(() -> "got b".equals(client.line()));
            client.send("0\r\n\r\n");
            await().until(() -> "0".equals(client.line()));
        }
    }

    @Test
    void webSocketGoesThrough() throws Exception {
        activeHandler = Handlers.websocket((_, channel) -> {
            WebSockets.sendText("hi", channel, null);
        });
        try (RawClient client = new RawClient(server.port())) {
            client.request("GET /hello/ws HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: websocket",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
            assertThat(client.line()).contains("101");
            await().until(() -> String.valueOf(client.line()).isEmpty());
            assertThat(client.chars(4)).isEqualTo("\u0081\u0002hi");
        }
    }

    @Test
    void loopOfManagersEnds() {
        view.map = FakeView.activeAt(8, server.url());

        Answer answer = ask(server.port(), "GET /x HTTP/1.1", "Host: h");

        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.body()).contains("forwarded by 4 managers");
    }

    @Test
    void activeThatCannotBeReachedIs503BecauseNothingWasSent() throws Exception {
        view.map = FakeView.activeAt(8, "http://127.0.0.1:" + closedPort() + "/");

        Answer answer = ask(server.port(), "POST /api/command HTTP/1.1", "Host: h", "Content-Length: 2", "", "{}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(answer.body()).contains("cannot be reached", "active_url");
    }

    @Test
    void aNameWithoutAnAddressIs503AndIsLookedUpAgainForTheNextRequest() {
        activeHandler = StandbyProxyTest::echo;
        view.map = FakeView.activeAt(8, "http://my_host:" + active.port() + "/");
        List<String> threads = new CopyOnWriteArrayList<>();
        ActiveProxy.Addresses addresses = uri -> {
            threads.add(Thread.currentThread().isVirtual() ? "virtual" : Thread.currentThread().getName());
            if (threads.size() == 1) {
                throw new UnknownHostException("my_host");
            }
            return URI.create(uri.toString().replace("my_host", "127.0.0.1"));
        };
        try (TestServer proxy = new TestServer(
                new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty(), addresses))) {
            Answer unknown = ask(proxy.port(), "POST /x HTTP/1.1", "Host: h", "Content-Length: 4", "", "body");
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.body()).contains("cannot be reached from here");

            Answer known = ask(proxy.port(), "POST /x HTTP/1.1", "Host: h", "Content-Length: 4", "", "body");
            assertThat(known.status()).isEqualTo(201);
            assertThat(known.body()).contains("body=body", "Host: my_host:" + active.port());
            assertThat(ask(proxy.port(), "GET /x HTTP/1.1", "Host: h").status()).isEqualTo(201);
            assertThat(threads).as("the look-ups").containsExactly("virtual", "virtual");
        }
    }

    @Test
    void activeThatDiesAmidACommandIs502BecauseItMayHaveRun() throws Exception {
        try (ServerSocket dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            view.map = FakeView.activeAt(8, "http://127.0.0.1:" + dying.getLocalPort() + "/");
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> ask(server.port(),
                    "POST /api/command HTTP/1.1", "Host: h", "Content-Length: 2", "", "{}"));
            try (Socket taken = dying.accept()) {
                assertThat(taken.getInputStream().read()).isPositive();
            }
            assertThat(answer.join().status()).isEqualTo(502);
            assertThat(answer.join().body()).contains("not known");
            dying.setSoTimeout(200);
            assertThat(catchAccept(dying)).as("a command is not sent twice").isFalse();
        }
    }

    @Test
    void nextActiveIsAskedAtOnceAfterAFailover() throws Exception {
        view.map = FakeView.activeAt(8, "http://127.0.0.1:" + closedPort() + "/");
        assertThat(ask(server.port(), "GET /x HTTP/1.1", "Host: h").status()).isEqualTo(503);

        activeHandler = StandbyProxyTest::echo;
        view.map = FakeView.activeAt(9, active.url());
        assertThat(ask(server.port(), "GET /x HTTP/1.1", "Host: h").body()).contains("Reeve-Epoch: 9");
    }

    @Test
    void requestForAnotherEpochIsRefusedByTheActive() {
        activeHandler = exchange -> {
            if (!ProxyHeaders.refuseOtherEpoch(exchange, 7)) {
                echo(exchange);
            }
        };
        assertThat(ask(server.port(), "GET /x HTTP/1.1", "Host: h").status()).isEqualTo(201);

        view.map = FakeView.activeAt(8, active.url());
        Answer newer = ask(server.port(), "GET /x HTTP/1.1", "Host: h");
        assertThat(newer.status()).isEqualTo(503);
        assertThat(newer.body()).contains("epoch 7 is over", "\"last_epoch\":8");

        view.map = FakeView.activeAt(6, active.url());
        assertThat(ask(server.port(), "GET /x HTTP/1.1", "Host: h").status()).isEqualTo(503);
        assertThat(ask(active.port(), "GET /x HTTP/1.1", "Host: h").status()).isEqualTo(201);
    }

    @Test
    void moduleWithItsOwnServerIsRedirectedTo() {
        view.map = FakeView.map(8,
                FakeView.active(2, 8, active.url(), Map.of("prometheus", "http://metrics.example:9283/")));

        assertThat(ask(server.port(), "GET /prometheus/a HTTP/1.1", "Host: h").header("Location"))
                .contains("http://metrics.example:9283/a");
    }

    private static void echo(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receiveFullString((on, body) -> {
            StringBuilder text = new StringBuilder();
            text.append(on.getRequestMethod())
                    .append(' ')
                    .append(on.getRequestURI())
                    .append("?")
                    .append(on.getQueryString())
                    .append(" body=")
                    .append(body)
                    .append('\n');
            on.getRequestHeaders()
                    .forEach(values -> values
                            .forEach(value -> text.append(values.getHeaderName())
                                    .append(": ")
                                    .append(value)
                                    .append('\n')));
            on.setStatusCode(201).getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            on.getResponseSender().send(text.toString());
        });
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean catchAccept(ServerSocket socket) throws IOException {
        try (Socket _ = socket.accept()) {
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
