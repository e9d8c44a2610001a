package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandbyRedirectTest {
    private static final String URL = "http://active.example:9481/";

    private final FakeView view = new FakeView(FakeView.activeAt(7, URL));
    private final TestServer server = new TestServer(
            new StandbyHandler(StandbyMode.REDIRECT, view, _ -> Optional.empty()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void standbyRedirectsToActiveWithRawPathAndQuery() {
        Answer answer = get("/hello/a%2Fb;x=1/%C3%A4?q=%20a&b=%2F?c");

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location"))
                .contains("http://active.example:9481/hello/a%2Fb;x=1/%C3%A4?q=%20a&b=%2F?c");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Length")).contains("0");
    }

    @Test
    void advertisedUrlMayHaveAPath() {
        view.map = FakeView.activeAt(8, "https://proxy.example/reeve/");

        assertThat(get("/hello/").header("Location")).contains("https://proxy.example/reeve/hello/");
    }

    @Test
    void locationDoesNotFollowHostOrForwardedHeaders() {
        Answer answer = ask(server.port(), "GET / HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https", "Forwarded: host=evil.example");

        assertThat(answer.header("Location")).contains(URL);
    }

    @Test
    void encodedLineBreaksStayEncoded() {
        Answer answer = get("/%0d%0aSet-Cookie:%20a=b?%0d%0aX:1");

        assertThat(answer.header("Location")).contains(
                "http://active.example:9481/%0d%0aSet-Cookie:%20a=b?%0d%0aX:1");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void twoSlashesDoNotNameAHost() {
        assertThat(get("//evil.example/x").header("Location")).contains("http://active.example:9481//evil.example/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET http://evil.example/x HTTP/1.1", "CONNECT h HTTP/1.1", "CONNECT h:443 HTTP/1.1",
            "OPTIONS * HTTP/1.1", "GET x HTTP/1.1", "GET /a\rb HTTP/1.1", "GET /ä HTTP/1.1", "GET /\\evil HTTP/1.1"})
    void onlyOriginFormIsTaken(String requestLine) {
        String host = requestLine.contains("h:443") ? "h:443" : "h";
        assertThat(ask(server.port(), requestLine, "Host: " + host).status()).isEqualTo(400);
    }

    @Test
    void headIsRedirectedLikeGet() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n").answer(false);
            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.header("Location")).contains(URL + "x");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().header("Location")).contains(URL + "1");
            assertThat(client.answer().header("Location")).contains(URL + "2");
            assertThat(client.answer().header("Location")).contains(URL + "3");
        }
    }

    @Test
    void bodyOfAnyPostIsDrainedAndTheConnectionKept() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /hello/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5\r\nabcde\r\n").send("0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(307);
            assertThat(client.send("GET /again HTTP/1.1\r\nHost: h\r\n\r\n").answer().header("Location"))
                    .contains(URL + "again");
        }
    }

    @Test
    void hugeBodyIsNotDrainedToItsEnd() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /hello/ HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999999\r\n\r\nabc");
            assertThat(client.answer().status()).isEqualTo(307);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void webSocketIsRefusedWithTheActivesUrl() {
        Answer answer = ask(server.port(), "GET /hello/ws HTTP/1.1", "Host: h", "Connection: Upgrade",
                "Upgrade: websocket");

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.body()).contains("\"active_url\":\"" + URL + "\"");
        assertThat(answer.header("Location")).isEmpty();
    }

    @Test
    void withoutAnActiveItSaysSoAndWhenToComeAgain() {
        view.map = FakeView.map(8, null);

        Answer answer = get("/hello/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo(
                "{\"error\":\"unavailable\",\"reason\":\"no manager is active\",\"since\":\"2026-11-22T10:00:00Z\",\"last_epoch\":8}");
    }

    @Test
    void browserGetsAPageThatLoadsItselfAgain() {
        view.map = FakeView.map(8, null);

        Answer answer = ask(server.port(), "GET / HTTP/1.1", "Host: h", "Accept: text/html,*/*;q=0.8");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.body()).contains("http-equiv=\"refresh\"", "no manager is active");
    }

    @Test
    void nobodyIsSentToAManagerThatIsStillStarting() {
        MgrMap.Active starting = FakeView.active(2, 8, URL, Map.of());
        view.map = FakeView.map(8,
                new MgrMap.Active(starting.manager(), 8, starting.since(), false, starting.services()));

        assertThat(get("/").status()).isEqualTo(503);
        assertThat(get("/").body()).contains("'a' is active, but still starting");
    }

    @Test
    void nextActiveIsTakenAtOnce() {
        get("/");
        view.map = FakeView.activeAt(8, "http://b.example/");

        assertThat(get("/x").header("Location")).contains("http://b.example/x");
    }

    @Test
    void recordThatNamesItselfIsReadAgain() {
        view.map = FakeView.map(8, FakeView.active(1, 8, URL, Map.of()));
        view.sync = () -> FakeView.activeAt(9, "http://b.example/");

        assertThat(get("/x").header("Location")).contains("http://b.example/x");
        assertThat(view.syncs).hasValue(1);
    }

    @Test
    void recordThatStillNamesItselfAfterReadingAgainIsRefused() {
        view.map = FakeView.map(8, FakeView.active(1, 8, URL, Map.of()));

        assertThat(get("/x").status()).isEqualTo(503);
        assertThat(get("/x").body()).contains("names this manager");
    }

    @Test
    void recordOlderThanTheHighestEpochIsReadAgain() {
        view.highest = 8;
        assertThat(get("/x").status()).isEqualTo(503);
        assertThat(get("/x").body()).contains("\"last_epoch\":8");

        view.sync = () -> FakeView.activeAt(8, "http://b.example/");
        assertThat(get("/x").header("Location")).contains("http://b.example/x");
    }

    @Test
    void failedReadIsAnswered503() {
        view.highest = 8;
        view.sync = () -> {
            throw new java.io.IOException("no ZooKeeper");
        };

        assertThat(get("/x").status()).isEqualTo(503);
        assertThat(get("/x").body()).contains("could not be read");
    }

    @Test
    void cutOffFromZooKeeperItRedirectsOnlyWhileTheActiveIsHeard() {
        view.zooKeeper = false;
        assertThat(get("/x").status()).isEqualTo(307);

        view.peer = false;
        assertThat(get("/x").status()).isEqualTo(503);
        assertThat(get("/x").body()).contains("cut off");
        assertThat(view.syncs).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "active:9481", "ftp://a/", "http://", "javascript:alert(1)", "http://a/?x=1",
            "http://a\r\nX: y/", "http://user@a/"})
    void garbageInTheActivesRecordIsNotSentOn(String url) {
        view.map = FakeView.activeAt(8, url);

        Answer answer = get("/x");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("unusable URL");
        assertThat(answer.header("X")).isEmpty();
    }

    @Test
    void moduleWithItsOwnServerIsReachedFromHere() {
        view.map = FakeView.map(8, FakeView.active(2, 8, URL,
                Map.of("prometheus", "http://metrics.example:9283/", "hello", URL + "hello/", "odd", "nonsense")));

        assertThat(get("/prometheus/a%20b?x=%2F").header("Location"))
                .contains("http://metrics.example:9283/a%20b?x=%2F");
        assertThat(get("/prometheus").header("Location")).contains("http://metrics.example:9283/");
        assertThat(get("/hello/x").header("Location")).contains(URL + "hello/x");
        assertThat(get("/odd/x").header("Location")).contains(URL + "odd/x");
        assertThat(get("/other/x").header("Location")).contains(URL + "other/x");
    }

    private Answer get(String target) {
        return ask(server.port(), "GET " + target + " HTTP/1.1", "Host: h");
    }

}
