package io.reeve.standby;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Answers;
import io.reeve.http.Hold;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A standby that holds requests while its map has no active. */
class StandbyHoldTest {
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final TestServer next = new TestServer(exchange -> exchange.getRequestReceiver()
            .receiveFullString((on, body) -> {
                got.add(on.getRequestMethod() + " " + on.getRequestURI() + " " + body + " hops "
                        + on.getRequestHeaders().getFirst("Reeve-Hops"));
                Answers.json(on, 200, Map.of("got", body));
            }));
    private final FakeView view = new FakeView(nobody(8));
    private final Hold hold = new Hold(Duration.ofSeconds(60), new Hold.Rule() {
        @Override
        public boolean holds(Hold.Kind kind) {
            return view.map.active() == null && !view.map.down();
        }

        @Override
        public Object situation() {
            return view.map;
        }
    });
    private final StandbyHandler proxying = new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty(), hold);
    private final StandbyHandler redirecting = new StandbyHandler(StandbyMode.REDIRECT, view, _ -> Optional.empty(),
            hold);
    private final TestServer proxy = new TestServer(proxying);
    private final TestServer standby = new TestServer(redirecting);

    StandbyHoldTest() {
        hold.returnTo(proxying);
    }

    @AfterEach
    void stop() {
        proxy.close();
        standby.close();
        next.close();
    }

    private static MgrMap nobody(long epoch) {
        return FakeView.map(epoch, null);
    }

    private void mapIs(MgrMap map) {
        view.map = map;
        proxying.mapChanged(map);
        hold.look();
    }

    private static CompletableFuture<Answer> ask(TestServer server, String... lines) {
        return CompletableFuture.supplyAsync(() -> RawClient.ask(server.port(), lines));
    }

    private void awaitHeld() {
        await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(1));
    }

    @Test
    void withoutAnActiveARequestWaitsForOneAndIsForwardedToIt() {
        CompletableFuture<Answer> answer = ask(proxy, "POST /x HTTP/1.1", "Host: h", "Content-Length: 4", "", "body");
        awaitHeld();
        mapIs(FakeView.activeAt(9, next.url()));
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(got).containsExactly("POST /x body hops 1");
    }

    @Test
    void withoutAnActiveARequestWaitsForOneAndIsRedirectedToIt() {
        hold.returnTo(redirecting);
        CompletableFuture<Answer> answer = ask(standby, "GET /x?y HTTP/1.1", "Host: h");
        awaitHeld();
        mapIs(FakeView.activeAt(9, next.url()));
        assertThat(answer.join().status()).isEqualTo(307);
        assertThat(answer.join().header("Location")).contains(next.url() + "x?y");
    }

    @Test
    void whereTheClusterIsSetDownARequestIsRefusedAtOnce() {
        view.map = new MgrMap("test", "fsid", 8, true, null, FakeView.SINCE, List.of(), List.of());
        Answer answer = ask(proxy, "GET /x HTTP/1.1", "Host: h").join();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("'mgr set down true' was given");
        assertThat(hold.total()).isZero();
    }

    @Test
    void whatWasNotSentToADeadActiveGoesToTheNextWithItsBody() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        view.map = FakeView.activeAt(8, "http://127.0.0.1:" + closed + "/");
        CompletableFuture<Answer> answer = ask(proxy, "POST /x HTTP/1.1", "Host: h", "Content-Length: 4", "", "body");
        awaitHeld();
        mapIs(nobody(9));
        mapIs(FakeView.activeAt(10, next.url()));
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(got).containsExactly("POST /x body hops 1");
    }

    @Test
    void aPageMayReadWhatItGetsAfterItsRequestWasNotSent() throws Exception {
        try (TestServer allowing = new TestServer(exchange -> {
            exchange.getResponseHeaders().put(new HttpString("Access-Control-Allow-Origin"), "http://gone:1");
            proxying.handleRequest(exchange);
        }); ServerSocket dying = dying()) {
            CompletableFuture<Answer> answer = ask(allowing, "GET /x HTTP/1.1", "Host: h");
            breakOff(dying);
            awaitHeld();
            hold.returnTo(on -> Answers.json(on, 200, Map.of()));
            mapIs(nobody(9));
            mapIs(FakeView.activeAt(10, next.url()));
            assertThat(answer.join().header("Access-Control-Allow-Origin")).contains("http://gone:1");
        }
    }

    @Test
    void aGetThatTheActiveBrokeOffIsSentOnceMore() throws Exception {
        try (ServerSocket dying = dying()) {
            CompletableFuture<Answer> answer = ask(proxy, "GET /x HTTP/1.1", "Host: h");
            breakOff(dying);
            awaitHeld();
            mapIs(nobody(9));
            mapIs(FakeView.activeAt(10, next.url()));
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(got).containsExactly("GET /x  hops 1");
        }
    }

    @Test
    void aGetThatIsBrokenOffAgainIsNotSentAThirdTime() throws Exception {
        try (ServerSocket dying = dying();
                ServerSocket second = new ServerSocket(0, 5,
                        InetAddress.getLoopbackAddress())) {
            CompletableFuture<Answer> answer = ask(proxy, "GET /x HTTP/1.1", "Host: h");
            breakOff(dying);
            awaitHeld();
            mapIs(FakeView.activeAt(9, "http://127.0.0.1:" + second.getLocalPort() + "/"));
            breakOff(second);
            assertThat(answer.join().status()).isEqualTo(502);
        }
    }

    @Test
    void aPostOfWhichAByteWasSentIsNeverSentAgain() throws Exception {
        try (ServerSocket dying = dying()) {
            CompletableFuture<Answer> answer = ask(proxy, "POST /x HTTP/1.1", "Host: h", "Content-Length: 4", "",
                    "body");
            breakOff(dying);
            assertThat(answer.join().status()).isEqualTo(502);
            mapIs(FakeView.activeAt(9, next.url()));
            assertThat(hold.total()).isZero();
            assertThat(got).isEmpty();
        }
    }

    private ServerSocket dying() throws IOException {
        ServerSocket dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        view.map = FakeView.activeAt(8, "http://127.0.0.1:" + dying.getLocalPort() + "/");
        return dying;
    }

    /** Takes a request to the end of its head, and ends its connection. */
    private static void breakOff(ServerSocket dying) throws IOException {
        try (Socket taken = dying.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                byte[] some = new byte[1024];
                head.append(new String(some, 0, taken.getInputStream().read(some), ISO_8859_1));
            }
        }
    }
}
