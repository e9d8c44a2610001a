package io.reeve.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.http.Answers;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.testing.RawHttp;
import io.undertow.util.Methods;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActiveHandlerTest {
    private static final String URL = "http://active.example:9481/";

    private final FakeActive view = new FakeActive();
    private HttpListener listener;
    private int port;

    private static final class FakeActive implements ActiveView {
        private final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();
        private volatile Map<String, String> services = Map.of();
        private volatile boolean stopping;

        @Override
        public String cluster() {
            return "te<st>";
        }

        @Override
        public String name() {
            return "a";
        }

        @Override
        public long epoch() {
            return 7;
        }

        @Override
        public String url() {
            return URL;
        }

        @Override
        public List<String> modules() {
            return List.of("hello", "quiet");
        }

        @Override
        public Map<String, String> services() {
            return services;
        }

        @Override
        public boolean stopping() {
            return stopping;
        }

        @Override
        public Optional<HttpHandler> module(String name) {
            return Optional.ofNullable(pages.get(name));
        }
    }

    @BeforeEach
    void open() throws BindException {
        view.pages.put("hello", exchange -> {
            byte[] text = ("hello from " + exchange.getRequestURI()).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        });
        listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                new ActiveHandler(view, exchange -> {
                    if (exchange.getRequestMethod().equals(Methods.POST)) {
                        Answers.json(exchange, 200, Map.of("status", 0));
                    } else {
                        Answers.notAllowed(exchange, Endpoint.COMMAND.methods());
                    }
                }));
        port = listener.address().getPort();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void rootListsModulesAndServicesEscaped() {
        view.services = Map.of("dash", "http://x.example/?<script>");

        String page = get("/");

        assertThat(page).startsWith("HTTP/1.1 200")
                .contains("text/html", "te&lt;st&gt;", "href=\"/hello/\"",
                        "<td>quiet</td>", "http://x.example/?&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void moduleAnswersUnderItsName() {
        assertThat(get("/hello/a%2Fb?x=1")).endsWith("hello from /hello/a%2Fb?x=1");
    }

    @Test
    void nameWithoutSlashLeadsToItsFolder() {
        assertThat(get("/hello?x=1")).startsWith("HTTP/1.1 307").contains("Location: /hello/?x=1\r\n");
    }

    @Test
    void serverOfAModulesOwnIsRedirectedTo() {
        view.services = Map.of("hello", "http://other.example:9283/metrics", "quiet", URL + "quiet/");

        assertThat(get("/hello/")).contains("Location: http://other.example:9283/metrics\r\n");
        assertThat(get("/hello/a?b")).contains("Location: http://other.example:9283/metrics/a?b\r\n");
        assertThat(get("/quiet/")).startsWith("HTTP/1.1 404");
    }

    @Test
    void routeThatIsGoneIsNotFoundAtOnce() {
        view.pages.remove("hello");

        assertThat(get("/hello/")).startsWith("HTTP/1.1 404").contains("'hello' is enabled, but has no pages");
    }

    @Test
    void whileItStopsAPageIsUnavailableAndNotMissing() {
        view.stopping = true;
        assertThat(get("/hello/")).startsWith("HTTP/1.1 200");
        view.pages.remove("hello");
        assertThat(get("/hello/")).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "\"last_epoch\":7");
    }

    @Test
    void unknownPathsNameWhatThereIs() {
        assertThat(get("/nothing")).startsWith("HTTP/1.1 404")
                .contains("nothing is served at /nothing", "\"/hello/\"",
                        "\"/api/command\"");
        assertThat(get("//")).startsWith("HTTP/1.1 404");
        assertThat(get("/%0d%0aX:%201/")).startsWith("HTTP/1.1 404").doesNotContain("\r\nX: 1");
    }

    @Test
    void commandsGoToTheirHandler() {
        assertThat(RawHttp.request(port, "POST /api/command HTTP/1.1", "Host: h", "Content-Length: 0"))
                .endsWith("{\"status\":0}");
        assertThat(get("/api/command")).startsWith("HTTP/1.1 405").contains("Allow: POST, OPTIONS");
        assertThat(RawHttp.request(port, "DELETE / HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 405");
    }

    @Test
    void requestForAnotherEpochIsRefused() {
        assertThat(RawHttp.request(port, "GET /hello/ HTTP/1.1", "Host: h", "Reeve-Epoch: 7"))
                .startsWith("HTTP/1.1 200");
        assertThat(RawHttp.request(port, "GET /hello/ HTTP/1.1", "Host: h", "Reeve-Epoch: 8"))
                .startsWith("HTTP/1.1 503")
                .contains("\"last_epoch\":8");
        assertThat(RawHttp.request(port, "GET /hello/ HTTP/1.1", "Host: h", "Reeve-Epoch: 6"))
                .startsWith("HTTP/1.1 503");
    }

    private String get(String target) {
        return RawHttp.request(port, "GET " + target + " HTTP/1.1", "Host: h");
    }
}
