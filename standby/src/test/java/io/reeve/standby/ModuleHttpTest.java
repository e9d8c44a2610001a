package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.http.Answers;
import io.reeve.http.RequestBody;
import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleHttpTest {
    private volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(204, -1);
    private final FakeView view = new FakeView(FakeView.activeAt(7, "http://active.example:9481/"));
    private final TestServer server = new TestServer(new StandbyHandler(StandbyMode.REDIRECT, view,
            name -> name.equals("hello") ? Optional.of(exchange -> handler.handle(exchange)) : Optional.empty()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void moduleOnAStandbyAnswersItself() {
        handler = text("page");

        assertThat(get("/hello/x").body()).isEqualTo("page");
        assertThat(get("/other/x").status()).isEqualTo(307);
    }

    @Test
    void moduleOnAStandbyAnswersAlsoWithoutAnActive() {
        handler = text("page");
        view.map = FakeView.map(8, null);

        assertThat(get("/hello/x").body()).isEqualTo("page");
        assertThat(get("/other/x").status()).isEqualTo(503);
    }

    @Test
    void nameWithoutSlashIsRedirectedToItsFolder() {
        assertThat(get("/hello?a=%20").header("Location")).contains("/hello/?a=%20");
    }

    @Test
    void exchangeShowsTheRequestAsItCame() {
        AtomicReference<HttpExchange> seen = new AtomicReference<>();
        handler = exchange -> {
            seen.set(exchange);
            text("ok").handle(exchange);
        };

        ask(server.port(), "PUT /hello/a%2Fb%0d?x=%20&y=[1] HTTP/1.1", "Host: h", "x-tEst: one", "X-Test: two",
                "Content-Length: 0");

        HttpExchange exchange = requireNonNull(seen.get());
        assertThat(exchange.getRequestMethod()).isEqualTo("PUT");
        assertThat(exchange.getRequestURI()).hasToString("/hello/a%2Fb%0d?x=%20&y=%5B1%5D");
        assertThat(exchange.getRequestHeaders().get("X-TEST")).containsExactly("one", "two");
        assertThat(exchange.getHttpContext().getPath()).isEqualTo("/hello/");
        assertThat(exchange.getProtocol()).isEqualTo("HTTP/1.1");
        assertThat(exchange.getLocalAddress().getPort()).isEqualTo(server.port());
        assertThat(exchange.getRemoteAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(exchange.getPrincipal()).isNull();
        assertThatThrownBy(() -> exchange.getRequestHeaders().add("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void twoSlashesInTheTargetAreNoHost() {
        handler = exchange -> text(exchange.getRequestURI().getHost() + exchange.getRequestURI().getRawPath())
                .handle(exchange);

        assertThat(get("/hello//evil.example/x").body()).isEqualTo("null/hello//evil.example/x");
    }

    @Test
    void bodiesAreEchoedWhole() {
        handler = exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
        String body = "x".repeat(100_000);

        Answer answer = ask(server.port(), "POST /hello/ HTTP/1.1", "Host: h", "Content-Length: " + body.length(), "",
                body);

        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void clientThatAsksBeforeSendingIsToldToSendWhenTheModuleReads() throws Exception {
        handler = exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
        try (RawClient client = new RawClient(server.port())) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Content-Length: 2", "Expect: 100-continue");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("ok").answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void flushedEventsAreSeenAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        handler = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "one");
            awaitLatch(seen);
            event(exchange, "two");
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /hello/events HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.line()).contains("200");
            await().until(() -> "data: one".equals(client.line()));
            seen.countDown();
            await().until(() -> "data: two".equals(client.line()));
            await().until(() -> "0".equals(client.line()));
            client.line();
            handler = text("again");
            assertThat(client.send("GET /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer().body()).isEqualTo("again");
        }
    }

    @Test
    void headersOfAStreamAreSentBeforeItsFirstByte() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            awaitLatch(seen);
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /hello/events HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.line()).contains("200");
            seen.countDown();
        }
    }

    @Test
    void bothDirectionsStreamAtTheSameTime() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int b = exchange.getRequestBody().read(); b >= 0; b = exchange.getRequestBody().read()) {
                event(exchange, Character.toString(b));
            }
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /hello/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            await().until(() -> "data: a".equals(client.line()));
            client.send("1\r\nb\r\n");
            await().until(() -> "data: b".equals(client.line()));
            client.send("0\r\n\r\n");
            await().until(() -> "0".equals(client.line()));
        }
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() throws Exception {
        handler = text("page");
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client.send("HEAD /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer(false);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).contains("4");
            assertThat(client.send("HEAD /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer(false).status()).isEqualTo(200);
        }
    }

    @Test
    void streamedHeadHasNoBodyEither() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "one");
        };
        try (RawClient client = new RawClient(server.port())) {
            assertThat(client.send("HEAD /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer(false).status()).isEqualTo(200);
            assertThat(client.send("HEAD /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer(false).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void answersWithoutBodyKeepTheConnection(int status) throws Exception {
        handler = exchange -> exchange.sendResponseHeaders(status, -1);
        try (RawClient client = new RawClient(server.port())) {
            assertThat(client.send("GET /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer().status()).isEqualTo(status);
            assertThat(client.send("GET /hello/ HTTP/1.1\r\nHost: h\r\n\r\n").answer().status()).isEqualTo(status);
        }
    }

    @Test
    void failingHandlerIsAnswered500WithAnIdAndNoTrace() {
        handler = _ -> {
            throw new IllegalStateException("secret detail");
        };

        Answer answer = get("/hello/");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("'hello' failed", "\"id\":\"").doesNotContain("secret", "Exception");
    }

    @Test
    void errorOfAHandlerIsAnswered500Too() {
        handler = _ -> {
            throw new StackOverflowError();
        };

        assertThat(get("/hello/").status()).isEqualTo(500);
    }

    @Test
    void handlerThatDoesNotAnswerIsAnswered500() {
        handler = _ -> {};

        assertThat(get("/hello/").status()).isEqualTo(500);
    }

    @Test
    void refusedByTheHostIsAnswered503() {
        handler = _ -> {
            throw new RejectedExecutionException("it is stopped");
        };

        assertThat(get("/hello/").status()).isEqualTo(503);
        assertThat(get("/hello/").body()).contains("'hello' does not answer: it is stopped");
    }

    @Test
    void failureAmidTheBodyBreaksTheConnectionOff() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "one");
            throw new IllegalStateException("broken");
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /hello/ HTTP/1.1\r\nHost: h\r\n\r\n");
            await().until(() -> "data: one".equals(client.line()));
            client.line();
            client.line();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void bodyShorterThanItsLengthBreaksTheConnectionOff() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[3]);
        };

        assertThatThrownBy(() -> get("/hello/")).hasMessageContaining("closed");
    }

    @Test
    void misuseIsToldToTheModule() {
        AtomicReference<String> told = new AtomicReference<>("");
        handler = exchange -> {
            tell(told, () -> exchange.getResponseBody().write(1));
            tell(told, () -> exchange.sendResponseHeaders(101, -1));
            exchange.sendResponseHeaders(200, 2);
            tell(told, () -> exchange.sendResponseHeaders(200, 2));
            tell(told, () -> exchange.getResponseBody().write(new byte[3]));
            exchange.getResponseBody().write("ok".getBytes(UTF_8));
            exchange.close();
            tell(told, () -> exchange.getResponseBody().write(1));
        };

        assertThat(get("/hello/").body()).isEqualTo("ok");
        await().untilAsserted(() -> assertThat(told.get()).contains("call sendResponseHeaders before",
                "status 101 cannot be sent", "headers already sent", "too many bytes", "body is closed"));
    }

    @Test
    void exchangeIsOverWhenTheHandlerHasReturned() throws Exception {
        AtomicReference<HttpExchange> kept = new AtomicReference<>();
        handler = exchange -> {
            kept.set(exchange);
            exchange.sendResponseHeaders(200, 0);
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /hello/ HTTP/1.1\r\nHost: h\r\n\r\n");
            await().until(() -> "0".equals(client.line()));
        }

        assertThatThrownBy(() -> requireNonNull(kept.get()).getResponseBody().write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void ownHeadersOfTheServerAreNotForTheModuleToSet() {
        handler = exchange -> {
            exchange.getResponseHeaders().set("Content-Length", "999");
            exchange.getResponseHeaders().set("Transfer-Encoding", "odd");
            exchange.getResponseHeaders().set("X-Mine", "1");
            text("ok").handle(exchange);
        };

        Answer answer = get("/hello/");

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.header("X-Mine")).contains("1");
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
    }

    @Test
    void browsersAreToldSafeDefaultsThatAModuleMayLoosen() {
        handler = text("ok");
        assertThat(get("/hello/").headers()).contains("X-Content-Type-Options: nosniff",
                "Referrer-Policy: same-origin");
        assertThat(get("/hello/").header("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'self'", "frame-ancestors 'self'", "object-src 'none'"));

        handler = exchange -> {
            exchange.getResponseHeaders().set("Content-Security-Policy", "frame-ancestors *");
            exchange.getResponseHeaders().set("referrer-policy", "origin");
            text("ok").handle(exchange);
        };
        assertThat(get("/hello/").header("Content-Security-Policy")).contains("frame-ancestors *");
        assertThat(get("/hello/").headers()).contains("X-Content-Type-Options: nosniff")
                .noneMatch(line -> line.contains("same-origin") || line.contains("default-src"));
        assertThat(get("/hello/").header("Referrer-Policy")).contains("origin");
    }

    @Test
    void unreadBodyDoesNotHoldTheAnswerBack() throws Exception {
        handler = text("ok");
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /hello/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\nabc");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void clientThatStopsSendingOrTakingDoesNotHoldTheModulesThread() throws Exception {
        AtomicReference<String> told = new AtomicReference<>("");
        Duration stall = Duration.ofMillis(200);
        HttpHandler reads = exchange -> tell(told, () -> exchange.getRequestBody().readAllBytes());
        HttpHandler writes = exchange -> tell(told, () -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[100_000]);
            }
        });
        try (TestServer slow = new TestServer(exchange -> ModuleHttp.dispatch(exchange, "hello",
                exchange.getRequestURI().equals("/reads") ? reads : writes, stall));
                RawClient stopsSending = new RawClient(slow.port());
                RawClient stopsTaking = new RawClient(slow.port())) {
            stopsSending.send("POST /reads HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
            stopsTaking.send("GET /writes HTTP/1.1\r\nHost: h\r\n\r\n");
            await().untilAsserted(() -> assertThat(told.get()).contains("has not sent anything for 200 ms",
                    "has not taken anything for 200 ms"));
        }
    }

    @Test
    void slowBodyOfARequestToAModuleIsAnswered408AndTheConnectionIsClosed() throws Exception {
        HttpHandler reads = exchange -> {
            exchange.getRequestBody().readAllBytes();
            text("read").handle(exchange);
        };
        try (TestServer impatient = new TestServer(
                exchange -> ModuleHttp.dispatch(exchange, "hello", reads, Duration.ofMillis(200)));
                RawClient client = new RawClient(impatient.port())) {
            Answer answer = client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("\"request timeout\"", "has not sent anything for 200 ms");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void bodyThatDoesNotComeIsAnswered408() throws Exception {
        try (TestServer impatient = new TestServer(exchange -> RequestBody.read(exchange, 9, Duration.ofMillis(100),
                _ -> Answers.error(exchange, 200, "came")));
                RawClient client = new RawClient(impatient.port())) {
            Answer answer = client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void abandonedHandlerLosesTheExchange() throws Exception {
        AtomicReference<HttpExchange> kept = new AtomicReference<>();
        handler = exchange -> {
            kept.set(exchange);
            throw new RejectedExecutionException("its route is gone");
        };
        assertThat(get("/hello/").status()).isEqualTo(503);

        HttpExchange exchange = requireNonNull(kept.get());
        assertThatThrownBy(() -> exchange.sendResponseHeaders(200, -1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> exchange.getRequestBody().read()).isInstanceOf(IOException.class);
        exchange.close();
    }

    private Answer get(String target) {
        return ask(server.port(), "GET " + target + " HTTP/1.1", "Host: h");
    }

    private static HttpHandler text(String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static void event(HttpExchange exchange, String data) throws IOException {
        exchange.getResponseBody().write(("\r\ndata: " + data + "\r\n").getBytes(UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void tell(AtomicReference<String> told, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            told.updateAndGet(before -> before + e.getMessage() + "; ");
        }
    }
}
