package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.reeve.http.pages.ModuleHttp;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large bodies for modules, at the active and through a standby in proxy mode. */
class BodyLimitTest {
    private static final int LIMIT = 5 << 20;
    private static final int LARGE = 3 << 20;

    private final TestServer active = new TestServer(
            exchange -> ModuleHttp.dispatch(exchange, "hello", BodyLimitTest::count), LIMIT);
    private final FakeView view = new FakeView(FakeView.activeAt(7, active.url()));
    private final TestServer standby = new TestServer(
            new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty()), LIMIT);

    @AfterEach
    void close() {
        standby.close();
        active.close();
    }

    private static void count(HttpExchange exchange) throws IOException {
        long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] answer = ("got " + bytes).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    static Stream<String> doors() {
        return Stream.of("active", "standby");
    }

    private int port(String door) {
        return door.equals("active") ? active.port() : standby.port();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aBodyWithinTheLimitArrivesWhole(String door) {
        Answer answer = ask(port(door), "POST /hello/ HTTP/1.1", "Host: h", "Connection: close",
                "Content-Length: " + LARGE, "", "x".repeat(LARGE));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("got " + LARGE);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aChunkedBodyWithinTheLimitArrivesWhole(String door) throws Exception {
        try (RawClient client = new RawClient(port(door))) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
            chunks(client, 3);
            client.send("0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("got " + LARGE);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aLargeBodyIsAskedForAndArrives(String door) throws Exception {
        try (RawClient client = new RawClient(port(door))) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Expect: 100-continue", "Content-Length: " + LARGE);
            assertThat(client.answer(false).status()).isEqualTo(100);
            client.send("x".repeat(LARGE));
            assertThat(client.answer().body()).isEqualTo("got " + LARGE);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aBodyThatIsAnnouncedTooLargeIsAnswered413WithTheLimitAndTheSetting(String door) throws Exception {
        try (RawClient client = new RawClient(port(door))) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Expect: 100-continue",
                    "Content-Length: " + (LIMIT + 1));
            assertTooLarge(client.answer());
        }
        try (RawClient client = new RawClient(port(door))) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Content-Length: " + (LIMIT + 1));
            client.send("x".repeat(LIMIT + 1));
            assertTooLarge(client.answer());
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aChunkedBodyThatTurnsOutTooLargeIsAnswered413(String door) throws Exception {
        try (RawClient client = new RawClient(port(door))) {
            client.request("POST /hello/ HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
            chunks(client, 5);
            client.send("1\r\nx\r\n");
            assertTooLarge(client.answer());
        }
    }

    private static void assertTooLarge(Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"error\":\"too large\",\"reason\":\"the body is larger than " + LIMIT
                + " bytes: send less, or raise --max-body of the managers\"}");
    }

    private static void chunks(RawClient client, int mebibytes) throws IOException {
        for (int i = 0; i < mebibytes; i++) {
            client.send("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
        }
    }
}
