package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.Gate;
import io.reeve.command.testing.TestCommands;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.testing.RawHttp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The answers of {@code /api/command} in each role, the rows of the table of endpoints, and the one shape that refusals have
 * everywhere.
 */
class CommandDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "http://127.0.0.1:9481";

    private final TestCommands commands = new TestCommands();

    private record Node(String name) implements NodeStatus, ActiveView {
        @Override
        public String state() {
            return "any";
        }

        @Override
        public long epoch() {
            return 7;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public boolean active() {
            return true;
        }

        @Override
        public boolean standby() {
            return true;
        }

        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public String url() {
            return OURS + "/";
        }

        @Override
        public List<String> modules() {
            return List.of("broken");
        }

        @Override
        public Map<String, String> services() {
            return Map.of();
        }

        @Override
        public boolean stopping() {
            return false;
        }

        @Override
        public Optional<HttpHandler> module(String name) {
            return name.equals("broken")
                    ? Optional.of(_ -> {
                        throw new IllegalStateException("broken");
                    })
                    : Optional.empty();
        }
    }

    /** The answer of a node in this role to one request. */
    private String ask(String role, String... lines) throws Exception {
        CommandEndpoint endpoint = new CommandEndpoint(new CommandDispatcher(() -> commands.table, commands.handlers,
                _ -> new Gate.Open(7), _ -> {}, System::nanoTime), () -> Set.of(OURS), CommandEndpoint::redirect);
        Node node = new Node("a");
        LocalEndpoints local = new LocalEndpoints(() -> node, Map::of, List.of(), OURS::equals);
        try (HttpListener listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(), HostCheck
                .over(local.over(role.equals("active") ? new ActiveHandler(node, endpoint) : endpoint), "h"::equals))) {
            return RawHttp.request(listener.address().getPort(), lines);
        }
    }

    private static String[] command(String method, String... headers) {
        String[] lines = new String[headers.length + 2];
        lines[0] = method + " /api/command HTTP/1.1";
        lines[1] = "Host: h";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return lines;
    }

    @ParameterizedTest
    @CsvSource({"GET,405", "HEAD,405", "PUT,405", "DELETE,405", "OPTIONS,204", "POST,415"})
    void methodIsAnsweredTheSameInEachRoleAndNamesThoseThatWork(String method, int status) throws Exception {
        String active = ask("active", command(method));
        String standby = ask("standby", command(method));

        assertThat(active).startsWith("HTTP/1.1 " + status);
        if (status != 415) {
            assertThat(active).contains("Allow: POST, OPTIONS\r\n");
        }
        assertThat(withoutDate(standby)).isEqualTo(withoutDate(active));
    }

    @ParameterizedTest
    @CsvSource({"active", "standby"})
    void pageOfTheClusterMayAskAndAnotherMayNot(String role) throws Exception {
        assertThat(ask(role, command("OPTIONS", "Origin: " + OURS))).startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: " + OURS + "\r\n",
                        "Access-Control-Allow-Methods: GET, HEAD, POST",
                        "Access-Control-Allow-Headers: Content-Type, ", "Vary: Origin");
        assertThat(ask(role, command("OPTIONS", "Origin: http://evil.example"))).startsWith("HTTP/1.1 204")
                .doesNotContain("Access-Control");
        assertThat(ask(role, command("POST", "Origin: http://evil.example"))).startsWith("HTTP/1.1 403")
                .doesNotContain("Access-Control");
    }

    @Test
    void optionsNamesTheMethodsOfThePath() throws Exception {
        assertThat(ask("active", "OPTIONS /health/live HTTP/1.1", "Host: h")).contains("Allow: GET, HEAD, OPTIONS\r\n");
        assertThat(ask("active", "OPTIONS /hello/ HTTP/1.1", "Host: h"))
                .contains("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n");
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void eachEndpointAnswersExactlyTheMethodsOfItsRow(Endpoint endpoint) throws Exception {
        List<String> allowed = List.of(endpoint.methods().split(", "));
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
            String answer = ask("active", method + " " + endpoint.path() + " HTTP/1.1", "Host: h", "Content-Length: 0");
            boolean refused = answer.startsWith("HTTP/1.1 405");
            assertThat(refused).as("%s %s is refused: %s", method, endpoint, answer)
                    .isEqualTo(!allowed.contains(method) && endpoint != Endpoint.MODULE_PAGE);
            assertThat(!refused || answer.contains("Allow: " + endpoint.methods() + "\r\n")).as(answer).isTrue();
        }
        assertThat(ask("active", "OPTIONS " + endpoint.path() + " HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 204")
                .contains("Allow: " + endpoint.methods() + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void onlyWhatNeedsNoPermissionIsServedUnderAnyHostName(Endpoint endpoint) throws Exception {
        String answer = ask("active", "GET " + endpoint.path() + " HTTP/1.1", "Host: stranger.example");

        assertThat(answer)
                .startsWith(endpoint.permission() == Endpoint.Permission.NONE ? "HTTP/1.1 200" : "HTTP/1.1 421");
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void pathOfAnEndpointIsFoundExactlyAsItIs(Endpoint endpoint) {
        assertThat(Endpoint.of(endpoint.path())).isEqualTo(endpoint);
        assertThat(List.of(Endpoint.of(endpoint.path() + "/"), Endpoint.of(endpoint.path() + "x"),
                Endpoint.of(endpoint.path().substring(1)))).containsOnly(Endpoint.MODULE_PAGE);
    }

    @Test
    void nothingIsServedHereNamesAllEndpointsInTheOrderOfTheTable() throws Exception {
        JsonNode refusal = assertRefusal(ask("active", "GET /nothing HTTP/1.1", "Host: h"), "not found");

        assertThat(refusal.get("paths").valueStream().map(JsonNode::asText)).containsExactly("/", "/api/command",
                "/api/mgr", "/health/live", "/health/ready", "/health/active", "/health/standby", "/metrics",
                "/api/diagnostics", "/broken/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET /api/command|405|method not allowed",
            "POST /api/command|415|unsupported media type",
            "POST /health/live|405|method not allowed", "PUT /|405|method not allowed", "GET /nothing|404|not found",
            "GET http://x.example/|400|bad request", "GET /broken/|500|internal server error"})
    void refusalHasAKindAndASentenceOnEveryRoute(String request, int status, String kind) throws Exception {
        String answer = ask("active", request + " HTTP/1.1", "Host: h", "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("Content-Type: application/json\r\n");
        assertRefusal(answer, kind);
    }

    @Test
    void refusalForAnotherEpochHasTheShapeToo() throws Exception {
        JsonNode refusal = assertRefusal(ask("active", command("POST", "Reeve-Epoch: 6")), "unavailable");
        assertThat(refusal.get("last_epoch").asLong()).isEqualTo(7);
    }

    private static JsonNode assertRefusal(String answer, String kind) throws Exception {
        JsonNode json = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(json.get("error").asText()).isEqualTo(kind);
        assertThat(json.get("reason").asText()).hasSizeGreaterThan(kind.length()).contains(" ");
        return json;
    }

    private static String withoutDate(String answer) {
        return answer.replaceAll("\r\nDate: [^\r]*", "");
    }
}
