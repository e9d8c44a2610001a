package io.reeve.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawHttp;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpListenerTest {
    private static final HttpLimits LIMITS = new HttpLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 4096, 20, 50,
            2);
    private HttpListener listener;
    private int port;

    @BeforeEach
    void open() throws BindException {
        listener = new HttpListener("127.0.0.1", 0, LIMITS, says("one"));
        port = listener.address().getPort();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void freePortIsToldAndAnswers() {
        assertThat(port).isPositive();
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h")).contains("\"said\":\"one\"");
    }

    @Test
    void whoLeavesAnswersUntilNobodyAsksAnyMoreAndEndsEachConnection() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpHandler handler = exchange -> {
            if (exchange.getRequestURI().equals("/slow")) {
                exchange.dispatch(Workers.VIRTUAL, on -> {
                    came.countDown();
                    go.await();
                    Answers.json(on, 200, Map.of("said", "late"));
                });
            } else {
                Answers.json(exchange, 200, Map.of("said", "one"));
            }
        };
        try (HttpListener leaver = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(), handler);
                RawClient kept = new RawClient(leaver.address().getPort());
                RawClient slow = new RawClient(leaver.address().getPort())) {
            int at = leaver.address().getPort();
            assertThat(kept.request("GET / HTTP/1.1", "Host: h").answer().header("Connection"))
                    .isNotEqualTo(Optional.of("close"));
            slow.request("GET /slow HTTP/1.1", "Host: h");
            came.await();
            CompletableFuture<Void> leaving = CompletableFuture
                    .runAsync(() -> leaver.leave(Duration.ofSeconds(60), false));
            await().untilAsserted(() -> assertThat(RawClient.ask(at, "GET / HTTP/1.1", "Host: h").header("Connection"))
                    .contains("close"));
            go.countDown();
            leaving.join();
            assertThat(slow.answer().status()).isEqualTo(200);
            assertThat(kept.request("GET / HTTP/1.1", "Host: h").answer().header("Connection")).contains("close");
            assertThatThrownBy(() -> new RawClient(at)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void whoHasLedAwaitsClientsThatWereSentHereAMomentAgo() throws Exception {
        try (HttpListener leaver = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(), says("one"))) {
            long begin = System.nanoTime();
            leaver.leave(Duration.ofSeconds(60), true);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
        }
    }

    @Test
    void whoLeavesWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpHandler slow = exchange -> exchange.dispatch(Workers.VIRTUAL, on -> {
            came.countDown();
            go.await();
            Answers.json(on, 200, Map.of("said", "late"));
        });
        try (HttpListener leaver = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(), slow);
                RawClient client = new RawClient(leaver.address().getPort())) {
            client.request("GET / HTTP/1.1", "Host: h");
            came.await();
            CompletableFuture<Void> leaving = CompletableFuture
                    .runAsync(() -> leaver.leave(Duration.ofSeconds(60), false));
            await().during(Duration.ofMillis(500)).until(() -> !leaving.isDone());
            go.countDown();
            assertThat(client.answer().status()).isEqualTo(200);
            leaving.join();
        }
    }

    @Test
    void whoLeavesDoesNotWaitForEver() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpHandler slow = exchange -> exchange.dispatch(Workers.VIRTUAL, _ -> {
            came.countDown();
            go.await();
        });
        try (HttpListener leaver = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(), slow);
                RawClient client = new RawClient(leaver.address().getPort())) {
            client.request("GET / HTTP/1.1", "Host: h");
            came.await();
            leaver.leave(Duration.ofMillis(50), false);
            assertThat(go.getCount()).isEqualTo(1);
            go.countDown();
        }
    }

    @Test
    void handlerIsSwappedWithoutClosingConnections() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            listener.setHandler(says("two"));
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).contains("one", "two");
        }
    }

    @Test
    void hostsAreCheckedAnewAfterOneThatWasAccepted() {
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 200");

        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h", "Host: h")).startsWith("HTTP/1.1 400");
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Accept: */*")).startsWith("HTTP/1.1 400");
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h:x")).startsWith("HTTP/1.1 400");
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: [::1")).startsWith("HTTP/1.1 400");
        assertThat(RawHttp.request(port, "GET http://other/ HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 400");
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 200");
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: other:9480")).startsWith("HTTP/1.1 200");
    }

    @Test
    void addressInUseIsNamedWithTheFix() {
        assertThatThrownBy(() -> new HttpListener("127.0.0.1", port, LIMITS, says("x")))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("in use")
                .hasMessageContaining("--http");
    }

    @Test
    void addressOfAnotherHostIsNamedWithTheFix() {
        assertThatThrownBy(() -> new HttpListener("192.0.2.1", 0, LIMITS, says("x")))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1:0")
                .hasMessageContaining("--http");
    }

    @Test
    void unknownHostIsNamedWithTheFix() {
        assertThatThrownBy(() -> new HttpListener("no-such-host.invalid", 0, LIMITS, says("x")))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("no-such-host.invalid")
                .hasMessageContaining("unknown host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET http://evil.example/x HTTP/1.1", "CONNECT h:443 HTTP/1.1", "OPTIONS * HTTP/1.1",
            "GET /a\tb HTTP/1.1", "\u0016\u0003\u0001", "FOO", "GET /%zz HTTP/1.1"})
    void whatIsNoPlainRequestIsRefused(String line) {
        String host = line.contains("h:443") ? "h:443" : "h";
        assertThat(RawHttp.request(port, line, "Host: " + host)).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a\r\nHost: b", "Content-Length: 1", "Host: h\r\nContent-Length: -1",
            "Host: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked", "Host: h\r\nX: a\rb"})
    void contradictoryHeadersAreRefused(String headers) {
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", headers)).startsWith("HTTP/1.1 400");
    }

    @Test
    void slowRequestHeadIsCutOff() throws BindException {
        assertThat(talkToAnImpatientOne("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ")).doesNotContain("200");
    }

    @Test
    void silentConnectionIsClosed() throws BindException {
        assertThat(talkToAnImpatientOne("")).isEmpty();
    }

    private static String talkToAnImpatientOne(String text) throws BindException {
        HttpLimits limits = new HttpLimits(Duration.ofMillis(300), Duration.ofMillis(600), 4096, 20, 50, 2);
        try (HttpListener impatient = new HttpListener("127.0.0.1", 0, limits, says("one"))) {
            return RawHttp.talk(impatient.address().getPort(), text);
        }
    }

    @Test
    void hugeHeadersAreRefused() {
        assertThat(refused("X: " + "x".repeat(LIMITS.headerBytes()))).isTrue();
        assertThat(refused("X: y\r\n".repeat(LIMITS.headers() + 1).strip())).isTrue();
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h")).contains("200");
    }

    @Test
    void manySlowConnectionsDoNotStopOthers() throws IOException {
        Socket[] slow = new Socket[40];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = new Socket(InetAddress.getLoopbackAddress(), port);
            slow[i].getOutputStream().write('G');
        }
        assertThat(RawHttp.request(port, "GET / HTTP/1.1", "Host: h")).contains("200");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void requestUnderWayEndsBeforeTheStop() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        listener.setHandler(exchange -> exchange.dispatch(Workers.VIRTUAL, on -> {
            entered.countDown();
            go.await();
            Answers.json(on, 200, Map.of("said", "late"));
        }));
        CompletableFuture<String> answer = CompletableFuture
                .supplyAsync(() -> RawHttp.talk(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                        Thread::startVirtualThread); // the common pool may have a single thread
        entered.await();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> listener.stop(Duration.ofSeconds(20)),
                Thread::startVirtualThread);
        assertThat(stopped).isNotDone();

        go.countDown();

        assertThat(answer.join()).contains("late");
        stopped.join();
        assertThatThrownBy(() -> RawHttp.talk(port, "")).hasMessageContaining("refused");
    }

    @Test
    void requestsThatEndedWithTheirConnectionDoNotHoldUpAStop() throws Exception {
        listener.setHandler(
                exchange -> RequestBody.read(exchange, 100, _ -> Answers.json(exchange, 200, Map.of())));
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc".getBytes(
                                US_ASCII));
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        await().until(() -> {
            listener.stop(Duration.ofMinutes(3));
            return true;
        });
    }

    @Test
    void stopIsBoundedWhateverARequestDoes() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        listener.setHandler(exchange -> exchange.dispatch(Workers.VIRTUAL, _ -> {
            entered.countDown();
            never.await();
        }));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
            entered.await();
            await().until(() -> {
                listener.stop(Duration.ofMillis(100));
                return true;
            });
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        never.countDown();
        listener.stop(Duration.ofSeconds(9));
    }

    @Test
    void noThreadOfTheListenerIsMadeInTheThreadGroupOfAModuleThatAnswersPipelinedRequests() {
        ThreadGroup module = new ThreadGroup("module");
        listener.setHandler(exchange -> ModuleHttp.dispatch(exchange, "m", on -> onThreadOf(module, () -> {
            on.sendResponseHeaders(200, 4);
            on.getResponseBody().write("said".getBytes(US_ASCII));
            on.close();
        })));
        String both = RawHttp.talk(port, """
                GET /m/ HTTP/1.1\r
                Host: h\r
                \r
                GET /m/2 HTTP/1.1\r
                Host: h\r
                Connection: close\r
                \r
                """);
        assertThat(both.split("said", -1)).hasSize(3);
        await().untilAsserted(() -> { // the module's own threads end by themselves
            Thread[] left = new Thread[10];
            assertThat(Arrays.copyOf(left, module.enumerate(left))).isEmpty();
        });
    }

    /** Runs code of a module as the module host does: the caller waits. */
    private static void onThreadOf(ThreadGroup group, ThrowingCallable code) throws IOException {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            try {
                code.call();
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            return true;
        });
        Thread thread = new Thread(group, task);
        thread.start();
        try {
            assertThat(task.get()).isTrue();
            thread.join();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private boolean refused(String headers) {
        try {
            String answer = RawHttp.request(port, "GET / HTTP/1.1", "Host: h", headers);
            return !answer.contains(" 200 ");
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private static HttpHandler says(String text) {
        return exchange -> Answers.json(exchange, 200, Map.of("said", text));
    }
}
