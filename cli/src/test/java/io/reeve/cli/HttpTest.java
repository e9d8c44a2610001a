package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.cli.testing.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one request comes to: answered, not sent, or lost. The difference decides whether a command may be sent again. */
class HttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] BODY = "{\"words\":[]}".getBytes(StandardCharsets.UTF_8);

    private Http http = new Http(LONG, 1_000_000);

    @AfterEach
    void close() {
        http.close();
    }

    private HttpOutcome get(String url) throws Exception {
        return http.get(URI.create(url)).await(PATIENCE).orElseThrow();
    }

    private HttpOutcome post(String url, byte[] body, @Nullable Duration limit) throws InterruptedException {
        return http.post(URI.create(url), body, limit).await(PATIENCE).orElseThrow();
    }

    private static String text(HttpOutcome.Answered answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aPostArrivesWithItsHostTypeAndBodyAndIsAnswered() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) {
            HttpOutcome outcome = post(server.url(), BODY, LONG);
            assertThat(outcome).isInstanceOfSatisfying(HttpOutcome.Answered.class, answer -> {
                assertThat(answer.code()).isEqualTo(200);
                assertThat(answer.location()).isEmpty();
                assertThat(text(answer)).isEqualTo("hi");
            });
            assertThat(server.requests()).singleElement()
                    .asString()
                    .startsWith("POST /x HTTP/1.1\n")
                    .contains("Content-Type: application/json\n", "Accept: application/json\n", "Connection: close\n",
                            "Host: " + URI.create(server.url()).getAuthority() + "\n")
                    .endsWith("\n\n{\"words\":[]}");
        }
    }

    @Test
    void errorsAreAnsweredWithTheirBody() throws Exception {
        for (int code : new int[]{400, 401, 404, 407, 413, 500, 503}) {
            try (RawServer server = RawServer.answering(
                    "HTTP/1.1 " + code + " No\r\nContent-Length: 3\r\n\r\nwhy")) {
                assertThat(post(server.url(), BODY, LONG)).as("%d", code)
                        .isInstanceOfSatisfying(HttpOutcome.Answered.class, answer -> {
                            assertThat(answer.code()).isEqualTo(code);
                            assertThat(text(answer)).isEqualTo("why");
                        });
            }
        }
    }

    @Test
    void redirectsAreAnsweredAndNotFollowed() throws Exception {
        try (RawServer elsewhere = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            for (int code : new int[]{301, 302, 303, 307, 308}) {
                try (RawServer server = RawServer.answering("HTTP/1.1 " + code + " There\r\nLocation: "
                        + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n")) {
                    assertThat(post(server.url(), BODY, LONG)).isInstanceOfSatisfying(HttpOutcome.Answered.class,
                            answer -> {
                                assertThat(answer.code()).isEqualTo(code);
                                assertThat(answer.location()).isEqualTo(elsewhere.url());
                            });
                }
            }
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void anAnswerInChunksAndOneThatEndsWithTheConnectionArriveWhole() throws Exception {
        for (String rest : new String[]{"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                "\r\nabc"}) {
            try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + rest)) {
                assertThat(get(server.url())).isInstanceOfSatisfying(HttpOutcome.Answered.class,
                        answer -> assertThat(text(answer)).isEqualTo("abc"));
            }
        }
    }

    @Test
    void answersThatComeBeforeTheFinalOneArePassedOver() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")) {
            assertThat(get(server.url())).isInstanceOfSatisfying(HttpOutcome.Answered.class,
                    answer -> assertThat(text(answer)).isEqualTo("a"));
        }
    }

    @Test
    void anAnswerWithoutABodyOrWithOddCodingIsToldApart() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 204 None\r\n\r\n")) {
            assertThat(get(server.url())).isInstanceOfSatisfying(HttpOutcome.Answered.class,
                    answer -> assertThat(answer.body()).isEmpty());
        }
        for (String head : new String[]{"Transfer-Encoding: gzip", "Content-Length: -1", "Content-Length: x",
                "Content-Length: 99999999999999999999", "X: " + "x".repeat(70_000)}) {
            try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\nabc")) {
                assertThat(get(server.url())).as(head.substring(0, 15)).isInstanceOf(HttpOutcome.Lost.class);
            }
        }
    }

    @Test
    void aQueryAndAUserInTheUrlAreKeptOutOfTheHost() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            get(server.url().replace("//", "//me@") + "?a=%20b");
            assertThat(server.requests()).singleElement()
                    .asString()
                    .startsWith("GET /x?a=%20b HTTP/1.1\nHost: 127.0.0.1:");
        }
    }

    @Test
    void aDownloadIsReadAsItComesAndEndsWhenItIsClosed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer((me, connection) -> {
            me.readRequest(connection);
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\na".getBytes(StandardCharsets.UTF_8));
            end.await();
        })) {
            Http.Download download = http.download(URI.create(server.url()), LONG);
            assertThat(download.code()).isEqualTo(200);
            assertThat(download.body().read()).isEqualTo('a');
            Thread.ofPlatform().start(() -> {
                try {
                    download.body().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> download.body().read()).isInstanceOf(IOException.class);
        } finally {
            end.countDown();
        }
        assertThatThrownBy(() -> http.download(URI.create(ReeveFixture.refused()), LONG)).hasMessage(
                "connection refused");
    }

    @Test
    void aServerThatClosesAfterReadingLeavesTheOutcomeUnknownAndIsNotAskedAgain() throws Exception {
        try (RawServer server = new RawServer(RawServer::readRequest)) {
            assertThat(post(server.url(), BODY, LONG)).isInstanceOf(HttpOutcome.Lost.class);
            assertThat(post(server.url(), new byte[100_000], null)).isInstanceOf(HttpOutcome.Lost.class);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatClosesWithinTheHeadersOfItsAnswerLeavesTheOutcomeUnknown() throws Exception {
        for (String part : new String[]{"HTTP", "HTTP/1.1 200 OK\r\nContent-Le", "nonsense\r\n\r\n"}) {
            try (RawServer server = RawServer.answering(part)) {
                assertThat(post(server.url(), BODY, LONG)).as(part).isInstanceOf(HttpOutcome.Lost.class);
                assertThat(server.connections()).as(part).isOne();
            }
        }
    }

    @Test
    void anAnswerThatIsCutOffIsLost() throws Exception {
        for (String rest : new String[]{"Content-Length: 10\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"}) {
            for (int code : new int[]{200, 503}) {
                try (RawServer server = RawServer.answering("HTTP/1.1 " + code + " X\r\n" + rest)) {
                    assertThat(post(server.url(), BODY, LONG)).as("%d %s", code, rest)
                            .isInstanceOf(HttpOutcome.Lost.class);
                }
            }
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsNotTaken() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_000_001))) {
            assertThat(post(server.url(), BODY, LONG)).isInstanceOfSatisfying(HttpOutcome.Lost.class,
                    lost -> assertThat(lost.why()).isEqualTo("the answer is larger than 1000000 bytes"));
        }
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_000_000))) {
            assertThat(post(server.url(), BODY, LONG)).isInstanceOf(HttpOutcome.Answered.class);
        }
    }

    @Test
    void aRefusedConnectionWasNotSent() throws Exception {
        assertThat(post(ReeveFixture.refused(), BODY, LONG)).isInstanceOfSatisfying(HttpOutcome.NotSent.class,
                not -> assertThat(not.why()).isEqualTo("connection refused"));
    }

    @Test
    void aUrlOfNoServerWasNotSent() throws Exception {
        for (String url : new String[]{"ftp://127.0.0.1/", "file:///etc/passwd", "http:///x", "http://127.0.0.1:99999/",
                "/x", "mailto:a@b"}) {
            assertThat(post(url, BODY, LONG)).as(url).isInstanceOf(HttpOutcome.NotSent.class);
        }
    }

    @Test
    void aTlsHandshakeThatIsNotAnsweredWasNotSentWhateverTheTimeForTheAnswer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        http = new Http(SHORT, 1_000);
        try (RawServer server = new RawServer((_, _) -> end.await())) {
            assertThat(post(server.url().replace("http:", "https:"), BODY, null)).isInstanceOfSatisfying(
                    HttpOutcome.NotSent.class, not -> assertThat(not.why()).isEqualTo("no connection within 300 ms"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void aSilentServerIsLostWhenTheTimeIsOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer((me, connection) -> {
            me.readRequest(connection);
            end.await();
        })) {
            assertThat(post(server.url(), BODY, SHORT)).isInstanceOfSatisfying(HttpOutcome.Lost.class,
                    lost -> assertThat(lost.why()).isEqualTo("no answer within 300 ms"));
            assertThat(server.connections()).isOne();
        } finally {
            end.countDown();
        }
    }

    @Test
    void aServerThatSendsByteForByteIsLostWhenTheTimeIsOver() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        for (String start : new String[]{"HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"}) {
            try (RawServer server = new RawServer((me, connection) -> {
                me.readRequest(connection);
                connection.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
                while (!end.get()) {
                    connection.getOutputStream().write('x');
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            })) {
                assertThat(post(server.url(), BODY, SHORT)).isInstanceOf(HttpOutcome.Lost.class);
            }
        }
        end.set(true);
    }

    @Test
    void aRequestThatIsGivenUpIsLostAndItsConnectionIsClosed() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        try (RawServer server = new RawServer((me, connection) -> {
            me.readRequest(connection);
            try {
                closed.set(connection.getInputStream().read() == -1);
            } catch (IOException _) {
                closed.set(true);
            }
        })) {
            HttpCall call = http.post(URI.create(server.url()), BODY, null);
            await().until(() -> server.requests().size() == 1);
            assertThat(call.giveUp("enough")).isInstanceOfSatisfying(HttpOutcome.Lost.class,
                    lost -> assertThat(lost.why()).isEqualTo("enough"));
            await().untilTrue(closed);
            assertThat(call.outcome()).isInstanceOf(HttpOutcome.Lost.class);
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void whatWasAnsweredIsNotGivenUp() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            HttpCall call = http.post(URI.create(server.url()), BODY, null);
            HttpOutcome answered = call.await(PATIENCE).orElseThrow();
            assertThat(call.giveUp("too late")).isSameAs(answered).isInstanceOf(HttpOutcome.Answered.class);
        }
    }

    @Test
    void closingGivesUpWhatIsNotAnswered() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer((me, connection) -> {
            me.readRequest(connection);
            end.await();
        })) {
            HttpCall call = http.post(URI.create(server.url()), BODY, null);
            await().until(() -> server.requests().size() == 1);
            http.close();
            assertThat(call.await(PATIENCE).orElseThrow()).isInstanceOf(HttpOutcome.Lost.class);
        } finally {
            end.countDown();
        }
    }
}
