package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.Answers;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.TestServer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
    private final TestServer server = new TestServer(HostCheck.over(exchange -> Answers.json(exchange, 200, Map.of()),
            Set.of("mgr-a.example.org", "a")::contains));

    @AfterEach
    void close() {
        server.close();
    }

    private int status(String path, String host) {
        return RawClient.ask(server.port(), "GET " + path + " HTTP/1.1", "Host: " + host).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mgr-a.example.org", "MGR-A.Example.ORG:80", "mgr-a.example.org.:9480", "a", "127.0.0.1",
            "192.0.2.7:9480", "[::1]", "[2001:db8::1]:9480", "localhost", "localhost:9481", "ip6-localhost"})
    void hostOfTheClusterIsServed(String host) {
        assertThat(status("/hello/", host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "mgr-a.example.org.evil.example", "127.0.0.1.evil.example", "2130706433",
            "0x7f.1",
            "127.1", "1.2.3.4.5", "256.1.1.1", "localhost.evil.example", "evil-localhost", "b", "evil.example:9480"})
    void foreignHostIsMisdirectedAndToldTheOption(String host) {
        RawClient.Answer answer = RawClient.ask(server.port(), "GET /hello/ HTTP/1.1", "Host: " + host);

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.body()).contains("misdirected request", "--allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "user@a", "[::1", "a:80:80", "a:x", "::1"})
    void whatIsNoHostIsABadRequest(String host) {
        assertThat(status("/hello/", host)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "", "probe:8080"})
    void healthIsToldToEveryHost(String host) {
        assertThat(status("/health/ready", host)).isEqualTo(200);
    }

    @Test
    void requestWithoutAHostIsServedSinceNoBrowserSendsIt() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertThat(client.request("GET /hello/ HTTP/1.0").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void bodyOfAMisdirectedRequestDoesNotBecomeTheNextOne() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(421);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }
}
