package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.metrics.MetricFamily;
import io.reeve.http.Answers;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.testing.RawHttp;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEndpointsTest {
    private static final String ORIGIN = "http://127.0.0.1:9481";
    private final FakeStatus status = new FakeStatus();
    private HttpListener listener;
    private int port;

    private static final class FakeStatus implements NodeStatus {
        private volatile boolean ready = true;
        private volatile boolean active;
        private volatile boolean standby = true;

        @Override
        public String name() {
            return "a";
        }

        @Override
        public String state() {
            return "standby";
        }

        @Override
        public long epoch() {
            return 7;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public boolean active() {
            return active;
        }

        @Override
        public boolean standby() {
            return standby;
        }
    }

    @BeforeEach
    void open() throws BindException {
        LocalEndpoints local = new LocalEndpoints(() -> status, () -> Map.of("epoch", 7, "standbys", List.of()),
                List.of(new MetricFamily("reeve_tests", "Tests", MetricFamily.Type.COUNTER, List.of("kind"),
                        () -> List.of(new MetricFamily.Sample(List.of("unit"), 1)))),
                ORIGIN::equals);
        listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                local.over(exchange -> Answers.error(exchange, 418, "next")));
        port = listener.address().getPort();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void healthTellsEachQuestionApart() {
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200")
                .endsWith(
                        "{\"name\":\"a\",\"state\":\"standby\",\"epoch\":7}");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200");
        assertThat(get("/health/standby")).startsWith("HTTP/1.1 200");
        assertThat(get("/health/active")).startsWith("HTTP/1.1 503")
                .endsWith(
                        "{\"name\":\"a\",\"state\":\"standby\",\"epoch\":7}");

        status.ready = false;
        status.standby = false;
        status.active = true;
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 503");
        assertThat(get("/health/standby")).startsWith("HTTP/1.1 503");
        assertThat(get("/health/active")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/api/mgr", "/metrics"})
    void headIsLikeGetWithoutABody(String path) {
        String head = RawHttp.request(port, "HEAD " + path + " HTTP/1.1", "Host: h");
        assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Length: ").endsWith("\r\n\r\n");
    }

    @Test
    void headOfWhatIsNotTheCaseIs503() {
        assertThat(RawHttp.request(port, "HEAD /health/active HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 503");
    }

    @Test
    void otherMethodsAreRefusedNamingThoseThatWork() {
        String answer = RawHttp.request(port, "POST /health/live HTTP/1.1", "Host: h", "Content-Length: 0");
        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD, OPTIONS");
    }

    @Test
    void managerMapIsJson() {
        assertThat(get("/api/mgr?x")).startsWith("HTTP/1.1 200").contains("application/json", "\"epoch\":7");
    }

    @Test
    void metricsShowTheJvmAndTheGivenFamilies() {
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200")
                .contains("Content-Type: text/plain", "reeve_tests_total{kind=\"unit\"} 1.0",
                        "jvm_memory_used_bytes");
    }

    @Test
    void everythingElseGoesOn() {
        for (String path : List.of("/", "/health", "/health/", "/health/live/", "/metrics/", "/api/command",
                "/hello/")) {
            assertThat(get(path)).as(path).startsWith("HTTP/1.1 418");
        }
    }

    @Test
    void optionsAreAnsweredHereAndCorsForOurOriginsOnly() {
        String ours = RawHttp.request(port, "OPTIONS /api/command HTTP/1.1", "Host: h", "Origin: " + ORIGIN,
                "Access-Control-Request-Method: POST");
        assertThat(ours).startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: " + ORIGIN + "\r\n",
                        "Access-Control-Allow-Methods", "Vary: Origin");

        String evil = RawHttp.request(port, "OPTIONS /api/command HTTP/1.1", "Host: h",
                "Origin: http://evil.example");
        assertThat(evil).startsWith("HTTP/1.1 204").contains("Allow: ").doesNotContain("Access-Control");
    }

    @Test
    void answersCarryTheOriginTheyAreFor() {
        assertThat(RawHttp.request(port, "GET /api/mgr HTTP/1.1", "Host: h", "Origin: " + ORIGIN))
                .contains("Access-Control-Allow-Origin: " + ORIGIN + "\r\n");
        assertThat(RawHttp.request(port, "GET /hello/ HTTP/1.1", "Host: h", "Origin: http://evil.example"))
                .doesNotContain("Access-Control");
    }

    private String get(String target) {
        return RawHttp.request(port, "GET " + target + " HTTP/1.1", "Host: h");
    }
}
