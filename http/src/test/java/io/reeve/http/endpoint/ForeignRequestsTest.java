package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.Answers;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.TestServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignRequestsTest {
    private final TestServer server = new TestServer(
            ForeignRequests.refusedBy(exchange -> Answers.json(exchange, 200, Map.of()),
                    origin -> Origins.isOneOf(origin, Set.of("http://a.example:9480/", "https://public.example"))));

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"POST | X: y | 200", "DELETE | Sec-Fetch-Site: same-origin | 200",
            "POST | Sec-Fetch-Site: none | 200", "POST | Origin: http://a.example:9480 | 200",
            "POST | Origin: https://PUBLIC.example:443 | 200", "GET | Origin: http://evil.example | 200",
            "GET | Sec-Fetch-Site: cross-site | 200", "HEAD | Origin: null | 200",
            "POST | Origin: http://evil.example | 403",
            "PUT | Origin: http://evil.example | 403", "PATCH | Origin: http://evil.example | 403",
            "DELETE | Origin: http://evil.example | 403", "TRACE | Origin: http://evil.example | 403",
            "ANY | Origin: http://evil.example | 403", "POST | Origin: null | 403", "POST | Origin: | 403",
            "POST | Origin: http://a.example | 403", "POST | Origin: https://a.example:9480 | 403",
            "POST | Origin: http://a.example:9480.evil.example | 403", "POST | Sec-Fetch-Site: cross-site | 403",
            "DELETE | Sec-Fetch-Site: cross-site | 403"})
    void unsafeRequestOfAForeignPageIsRefused(String method, String header, int status) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            RawClient.Answer answer = client.request(method + " /hello/ HTTP/1.1", "Host: h", header)
                    .answer(!method.equals("HEAD"));

            assertThat(answer.status()).isEqualTo(status);
            if (status == 403) {
                assertThat(answer.body()).contains("\"error\":\"forbidden\"", "--allow-origin");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example,403", "http://a.example:9480,200"})
    void webSocketCountsAsUnsafe(String origin, int status) {
        assertThat(RawClient.ask(server.port(), "GET /hello/ HTTP/1.1", "Host: h", "Connection: Upgrade",
                "Upgrade: websocket", "Origin: " + origin).status()).isEqualTo(status);
    }
}
