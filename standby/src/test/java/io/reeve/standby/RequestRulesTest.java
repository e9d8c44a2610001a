package io.reeve.standby;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of RFC 9110 and 9112 for requests, on raw sockets, at an active, a standby and a proxy. */
class RequestRulesTest {
    private static final List<String> ROLES = List.of("active", "standby", "proxy");
    private static final String CHUNKED = "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: chunked||";
    private static final String NEXT = "GET /hello/next HTTP/1.1|Host: h||";

    private static Managers managers;

    @BeforeAll
    static void open() {
        managers = new Managers(exchange -> {
            byte[] body = (exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    @AfterAll
    static void close() {
        managers.close();
    }

    private static String lines(String text) {
        return text.replace("|", "\r\n");
    }

    private static Stream<Arguments> atEach(String... requests) {
        return ROLES.stream().flatMap(role -> Stream.of(requests).map(request -> Arguments.of(role, request)));
    }

    private static Stream<Arguments> malformed() {
        return atEach(CHUNKED + "3\nabc|0||", CHUNKED + "3|abc\n0||", CHUNKED + "3|abcXX|0||", CHUNKED + "+3|abc|0||",
                CHUNKED + "0x3|abc|0||", CHUNKED + "3 |abc|0||", CHUNKED + "3;a=\"\n\"|abc|0||", CHUNKED + "3|abc|0|\n",
                CHUNKED + "3|abc|0|T: x\n|", CHUNKED + "3;" + "x".repeat(9000) + "|abc|0||",
                CHUNKED + "3|abc|0|" + "T: x|".repeat(3000) + "|", CHUNKED + "fffffffffffffffff|abc|0||",
                "POST /hello/ HTTP/1.0|Host: h|Transfer-Encoding: chunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Content-Length: 3|Content-Length: 3||abc",
                "POST /hello/ HTTP/1.1|Host: h|Content-Length: 3, 3||abc",
                "POST /hello/ HTTP/1.1|Host: h|Content-Length: +3||abc",
                "POST /hello/ HTTP/1.1|Host: h|Content-Length: 3|Transfer-Encoding: chunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding : chunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: gzip|Transfer-Encoding: chunked||3|abc|0||",
                "GET /hello/ HTTP/1.1||", "GET /hello/ HTTP/1.1|Host: h|Host: h||",
                "GET /hello/ HTTP/1.1| X: a|Host: h||",
                "GET /hello/ HTTP/1.1|Host: h|X y: z||", "GET /hello/ HTTP/1.1\nHost: h\n\n",
                "GET  /hello/ HTTP/1.1|Host: h||",
                "GET http://h/hello/ HTTP/1.1|Host: h||", "GET h/hello HTTP/1.1|Host: h||",
                "OPTIONS * HTTP/1.1|Host: h||",
                "CONNECT h:80 HTTP/1.1|Host: h:80||", "GET /hello/ HTTP/2.0|Host: h||",
                "GET /hello/ http/1.1|Host: h||");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedRequestIsRefusedAndNothingBehindItIsTaken(String role, String request) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines(request + NEXT));
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
        }
    }

    private static Stream<Arguments> unknown() {
        return atEach("get /hello/ HTTP/1.1|Host: h||", "Post /hello/ HTTP/1.1|Host: h|Content-Length: 0||",
                "post /hello/ HTTP/1.1|Host: h|Content-Length: 3||abc",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: gzip, chunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: chunked, chunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: xchunked||3|abc|0||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: identity||");
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void methodInLowerCaseAndUnknownCodingAreNotImplemented(String role, String request) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            Answer answer = client.send(lines(request)).answer();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.body()).contains("\"error\":\"not implemented\"", "is not known");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "standby", "proxy"})
    void otherExpectationThan100ContinueFails(String role) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines("POST /hello/ HTTP/1.1|Host: h|Expect: magic|Content-Length: 3||abc"));
            assertThat(client.answer().status()).isEqualTo(417);
        }
    }

    private static Stream<Arguments> closing() {
        return atEach("Connection: close", "Connection: close, X", "Connection: X, Close",
                "Connection: keep-alive,close",
                "Connection: X|Connection: close", "Connection: ,close");
    }

    @ParameterizedTest
    @MethodSource("closing")
    void closeAmongTheOptionsOfTheConnectionClosesIt(String role, String header) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            Answer answer = client.send(lines("GET /hello/ HTTP/1.1|Host: h|" + header + "||")).answer();
            assertThat(answer.status()).isLessThan(400);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.ended()).isTrue();
        }
    }

    private static Stream<Arguments> keeping() {
        return atEach(CHUNKED + "3|abc|0||", CHUNKED + "3;a=b|abc|0|T: x||", CHUNKED + "0003|abc|000||",
                "POST /hello/ HTTP/1.1|Host: h|Content-Length: 3||abc", "GET /hello/ HTTP/1.1|Host: h|X: a| b||",
                "POST /hello/ HTTP/1.1|Host: h|Transfer-Encoding: Chunked||3|abc|0||",
                "GET /hello/ HTTP/1.1|Host: h|Content-Length: 3||abc",
                "OPTION /hello/ HTTP/1.1|Host: h|Content-Length: 0||");
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void whatTheRfcAllowsIsAnsweredAndTheConnectionKept(String role, String request) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines(request + NEXT));
            assertThat(client.answer().status()).isEqualTo(role.equals("standby") ? 307 : 200);
            assertThat(client.answer().status()).isEqualTo(role.equals("standby") ? 307 : 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "proxy"})
    void interimResponseHasNoHeaders(String role) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines("POST /hello/ HTTP/1.1|Host: h|Expect: 100-continue|Content-Length: 3||"));
            Answer interim = client.answer();
            assertThat(interim.status()).isEqualTo(100);
            assertThat(interim.headers()).isEmpty();
            assertThat(client.send("abc").answer().body()).isEqualTo("POST abc");
            assertThat(client.send(lines(NEXT)).answer().body()).isEqualTo("GET ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "proxy"})
    void chunkThatTurnsOutMalformedLaterIsRefusedToo(String role) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines(CHUNKED + "3|abc|"));
            client.send("3\n");
            client.send("abc");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "standby", "proxy"})
    void clientThatIsNotToldToContinueIsNotWaitedFor(String role) throws IOException {
        try (RawClient client = new RawClient(managers.port(role))) {
            client.send(lines("POST /nothing HTTP/1.1|Host: h|Expect: 100-continue|Content-Length: 3||"));
            Answer answer = client.answer();
            if (role.equals("proxy")) { // the proxy has to read to know
                assertThat(answer.status()).isEqualTo(100);
                answer = client.send("abc").answer();
            } else {
                assertThat(answer.header("Connection")).contains("close");
            }
            assertThat(answer.status()).isEqualTo(role.equals("standby") ? 307 : 404);
        }
    }
}
