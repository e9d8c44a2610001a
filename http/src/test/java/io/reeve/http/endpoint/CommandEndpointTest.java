package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.CommandRequestParser;
import io.reeve.command.Gate;
import io.reeve.command.testing.TestCommands;
import io.reeve.http.Hold;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.TestServer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEndpointTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OURS = "http://node-a.example:9481";

    private final TestCommands commands = new TestCommands();
    private volatile Gate.Decision decision = new Gate.Open(7);
    private final CommandDispatcher dispatcher = new CommandDispatcher(() -> commands.table, commands.handlers,
            c -> decision,
            line -> {}, System::nanoTime);
    private final CommandEndpoint endpoint = new CommandEndpoint(dispatcher, () -> Set.of(OURS + "/", "http://b:80"),
            CommandEndpoint::redirect, Duration.ofSeconds(2));
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.path()
                    .addPrefixPath("/api/command", endpoint))
            .build();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void answersACommand() throws Exception {
        HttpResponse<byte[]> response = post(
                "{\"prefix\": \"get\", \"key\": \"x\", \"inbuf\": \"AAEC\", \"id\": \"me\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(json(response))
                .isEqualTo(MAPPER.readTree("{\"status\": 0, \"stdout\": \"get 1 {key=x} 3\", \"stderr\": \"\","
                        + " \"id\": \"me\", \"epoch\": 7}"));
    }

    @Test
    void aCommandThatTheGateClosedIsHeldWithItsBodyAndDecidedAnew() throws Exception {
        AtomicBoolean holds = new AtomicBoolean(true);
        Hold hold = new Hold(Duration.ofSeconds(60), new Hold.Rule() {
            @Override
            public boolean holds(Hold.Kind kind) {
                return holds.get() && kind == Hold.Kind.COMMAND;
            }

            @Override
            public Object situation() {
                return decision;
            }
        });
        decision = new Gate.Closed("handing over", Duration.ofSeconds(1));
        try (TestServer holding = new TestServer(
                new CommandEndpoint(dispatcher, Set::of, CommandEndpoint::redirect, hold))) {
            CompletableFuture<RawClient.Answer> answer = CompletableFuture
                    .supplyAsync(() -> RawClient.ask(holding.port(), "POST /api/command HTTP/1.1", "Host: h",
                            "Content-Type: application/json", "Content-Length: 29", "",
                            "{\"prefix\":\"get\",\"key\":\"held\"}"));
            await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(1));
            holds.set(false);
            hold.look();
            assertThat(answer.join().status()).as("still closed").isEqualTo(503);

            holds.set(true);
            answer = CompletableFuture
                    .supplyAsync(() -> RawClient.ask(holding.port(), "POST /api/command HTTP/1.1", "Host: h",
                            "Content-Type: application/json", "Content-Length: 29", "",
                            "{\"prefix\":\"get\",\"key\":\"held\"}"));
            await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(1));
            decision = new Gate.Open(8);
            holds.set(false);
            hold.look();
            assertThat(answer.join().body()).contains("key=held", "\"epoch\":8");
        }
    }

    @Test
    void aCommandThatTheFenceRefusedWaitsForTheRoleThatDoesNotKnowYet() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Hold hold = new Hold(Duration.ofSeconds(60), new Hold.Rule() {
            @Override
            public boolean holds(Hold.Kind kind) {
                return false;
            }

            @Override
            public Object situation() {
                return over.get();
            }
        });
        AtomicInteger runs = new AtomicInteger();
        CommandDispatcher fenced = new CommandDispatcher(() -> commands.table, (_, _) -> {
            if (runs.incrementAndGet() == 1) {
                throw new NotActiveException("epoch 7 is over");
            }
            return HandleCommandResult.ok("ran " + runs.get());
        }, _ -> new Gate.Open(7), _ -> {}, System::nanoTime);
        try (TestServer holding = new TestServer(
                new CommandEndpoint(fenced, Set::of, CommandEndpoint::redirect, hold))) {
            CompletableFuture<RawClient.Answer> answer = CompletableFuture
                    .supplyAsync(() -> RawClient.ask(holding.port(), "POST /api/command HTTP/1.1", "Host: h",
                            "Content-Type: application/json", "Content-Length: 18", "",
                            "{\"prefix\":\"hello\"}"));
            await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(1));
            over.set(true);
            hold.look();
            assertThat(answer.join().body()).contains("ran 2");
        }
    }

    @Test
    void answersWords() throws Exception {
        assertThat(json(post("{\"words\": [\"data\"], \"format\": \"json\"}")).get("stdout").asText())
                .isEqualTo("{\"a\":1}\n");
        JsonNode refused = json(post("{\"words\": [\"get\", \"a\", \"b\"]}"));
        assertThat(refused.get("status").asInt()).isEqualTo(-22);
        assertThat(refused.get("stderr").asText())
                .isEqualTo("Invalid command: unused arguments: ['b']\nget [<key>] :  read");
    }

    @Test
    void marksBinaryOutput() throws Exception {
        JsonNode reply = json(post("{\"words\": [\"bytes\"]}"));

        assertThat(reply.get("stdout_encoding").asText()).isEqualTo("base64");
        assertThat(reply.get("stdout").binaryValue()).containsExactly(0xff, 0);
    }

    @Test
    void bindsACommandToAnEpoch() throws Exception {
        assertThat(json(post("{\"words\": [\"set\", \"x\"], \"epoch\": 5}")).get("stdout").asText())
                .contains("epoch=5");
        assertThat(json(post("{\"words\": [\"get\"], \"epoch\": 5}")).get("stderr").asText()).contains(
                "Unexpected argument '--epoch=5'");
        assertThat(json(post("{\"prefix\": \"set\", \"key\": \"k\", \"args\": {\"epoch\": 5}}")).get("stdout").asText())
                .contains(
                        "epoch=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "\"x\"", "{} {}", "{}", "{\"prefix\": 1}", "{\"prefix\": \"\"}",
            "{\"words\": []}", "{\"words\": [1]}", "{\"words\": [null]}", "{\"words\": \"x\"}", "{\"words\": null}",
            "{\"words\": [\"get\"], \"prefix\": \"get\"}", "{\"words\": [\"get\"], \"key\": \"x\"}",
            "{\"words\": [\"get\"], \"words\": [\"set\"]}", "{\"words\": [\"get\"], \"inbuf\": \"!\"}",
            "{\"words\": [\"get\"], \"id\": 1}", "{\"words\": [\"get\"], \"id\": \"\"}",
            "{\"words\": [\"get\"], \"retry\": true}",
            "{\"words\": [\"get\"], \"timeout\": -1}", "{\"words\": [\"get\"], \"timeout\": \"1\"}",
            "{\"words\": [\"get\"], \"format\": 1}",
            "{\"prefix\": \"get\", \"key\": \"x\", \"args\": {\"key\": \"y\"}}",
            "{\"prefix\": \"get\", \"key\": NaN}"})
    void refusesWhatIsNoRequest(String body) throws Exception {
        HttpResponse<byte[]> response = post(body);

        assertThat(response.statusCode()).as(body).isEqualTo(400);
        assertThat(json(response).get("error").asText()).isEqualTo("bad request");
        assertThat(json(response).get("reason").asText()).isNotEmpty();
        assertThat(commands.runs).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"~~| the body is not a JSON object: it is empty",
            "{\"prefix\": | the body is not JSON at line 1, column 11: it ends too early",
            "[1,2] | the body is not a JSON object: it is a list", "null | the body is not a JSON object: it is null",
            "{} {} | the body is more than one JSON object: another thing begins at line 1, column 4",
            "{\"a\": NaN} | the body is not JSON at line 1, column 10: Non-standard token 'NaN'",
            "{\"a\": 1,} | the body is not JSON at line 1, column 9: Unexpected character"})
    void saysInASentenceWhatIsWrongWithTheBody(String body, String reason) throws Exception {
        String told = json(post(body)).get("reason").asText();

        assertThat(told).startsWith(reason).doesNotContain("Source", "Feature", "jackson", "`");
    }

    @Test
    void refusesDeepNestingAndBytesThatAreNotText() throws Exception {
        HttpResponse<byte[]> deep = post("{\"prefix\": \"get\", \"key\": " + "[".repeat(100_000));
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(json(deep).get("reason").asText()).contains("nesting depth").doesNotContain("Constraints");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            assertThat(send(request().POST(HttpRequest.BodyPublishers.ofByteArray(noise))).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void takesPostOnly() throws Exception {
        HttpResponse<byte[]> response = send(request().GET());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx",
            "application/json; charset=x"})
    void takesJsonOnly(String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/command"))
                .header("Content-Type", type)
                .POST(
                        HttpRequest.BodyPublishers.ofString("{\"words\": [\"get\"]}"));

        assertThat(send(request).statusCode()).isEqualTo(415);
        assertThat(commands.runs).hasValue(0);
    }

    @Test
    void answersPagesOfTheClusterOnly() throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"words\": [\"get\"]}");

        HttpResponse<byte[]> ours = send(request().header("Origin", OURS).POST(body));
        HttpResponse<byte[]> foreign = send(request().header("Origin", "http://evil.example").POST(body));

        assertThat(ours.statusCode()).isEqualTo(200);
        assertThat(ours.headers().firstValue("Access-Control-Allow-Origin")).contains(OURS);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        for (String origin : new String[]{"null", "http://node-a.example", "https://node-a.example:9481", "x:\\",
                "http://b:81"}) {
            assertThat(send(request().header("Origin", origin).POST(body)).statusCode()).as(origin).isEqualTo(403);
        }
        assertThat(send(request().header("Origin", "http://B").POST(body)).statusCode()).isEqualTo(200);
        assertThat(commands.runs).hasValue(2);
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        byte[] large = new byte[CommandRequestParser.MAX_BODY + 1];
        Arrays.fill(large, (byte) ' ');
        byte[] largest = Arrays.copyOf(large, CommandRequestParser.MAX_BODY);
        byte[] command = "{\"words\": [\"get\"]}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(command, 0, largest, 0, command.length);

        assertThat(status("POST /api/command HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + large.length + "\r\n\r\n")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(new String(send(request().POST(HttpRequest.BodyPublishers.ofByteArray(largest))).body(),
                StandardCharsets.UTF_8)).contains("\"status\":0");
        assertThat(status("POST /api/command HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + "100001\r\n" + " ".repeat(0x100001) + "\r\n0\r\n\r\n"))
                .isEqualTo(
                        "HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void aBodyThatDoesNotComeIsAnsweredAndHoldsNothing() throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 9; i++) { // together more than is set aside for all bodies
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST /api/command HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 16000000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        List<String> answers = new ArrayList<>();
        for (Socket socket : slow) {
            try (socket) {
                answers.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            }
        }
        assertThat(answers.stream().sorted()).startsWith("HTTP/1.1 408").endsWith("HTTP/1.1 503").hasSize(9);
        String large = " ".repeat(15_000_000) + "{\"words\": [\"data\"]}";
        await().untilAsserted(() -> assertThat(post(large).statusCode()).isEqualTo(200));
    }

    @Test
    void takesABodyWithoutLength() throws Exception {
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers
                .ofInputStream(() -> new java.io.ByteArrayInputStream(
                        "{\"words\": [\"get\"]}".getBytes(StandardCharsets.UTF_8)));

        assertThat(send(request().POST(chunked)).statusCode()).isEqualTo(200);
        assertThat(
                send(request().expectContinue(true).POST(HttpRequest.BodyPublishers.ofString("{\"words\": [\"get\"]}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysWhenToComeBackWhileClosed() throws Exception {
        decision = new Gate.Closed("no manager is active", Duration.ofMillis(1500));

        HttpResponse<byte[]> response = post("{\"words\": [\"get\"]}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(json(response).get("reason").asText()).isEqualTo("no manager is active");
        assertThat(commands.runs).hasValue(0);
    }

    @Test
    void sendsToTheActiveOnlyWhatIsARequest() throws Exception {
        decision = new Gate.Elsewhere(URI.create("http://127.0.0.1:9481/api/command"));

        HttpResponse<byte[]> response = post("{\"words\": [\"get\"]}");

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains("http://127.0.0.1:9481/api/command");
        assertThat(post("{").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesAnIdThatAnotherCommandHas() throws Exception {
        assertThat(post("{\"words\": [\"set\", \"x\"], \"id\": \"1\"}").statusCode()).isEqualTo(200);
        assertThat(post("{\"words\": [\"set\", \"x\"], \"id\": \"1\", \"retry\": true}").statusCode()).isEqualTo(200);
        assertThat(post("{\"words\": [\"set\", \"y\"], \"id\": \"1\", \"retry\": true}").statusCode()).isEqualTo(400);
        assertThat(commands.runs).hasValue(1);
    }

    @Test
    void answersOthersWhileCommandsHang() throws Exception {
        commands.hold = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<byte[]>>> hanging = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String body = "{\"words\": [\"set\", \"x\"], \"id\": \"" + i / 4 + "\", \"retry\": false}";
            hanging.add(client.sendAsync(request().POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }
        await().until(() -> commands.runs.get() == 10);

        assertThat(post("{\"words\": [\"data\"]}").statusCode()).isEqualTo(200);

        commands.hold.countDown();
        for (CompletableFuture<HttpResponse<byte[]>> each : hanging) {
            assertThat(json(each.get()).get("status").asInt()).isZero();
        }
        assertThat(commands.runs).hasValue(10);
    }

    @Test
    void survivesHalvesOfCharacters() throws Exception {
        HttpResponse<byte[]> response = post("{\"words\": [\"get\", \"a\", \"\\ud800\"]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("stderr").asText()).startsWith("Invalid command: unused arguments: ['?']");
    }

    @Test
    void showsNoStackTraceToUsers() throws Exception {
        HttpResponse<byte[]> response = post("{\"words\": [\"throw\"]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("stderr").asText()).contains("failed: line one (error id ")
                .doesNotContain("Exception")
                .doesNotContain(
                        "\n")
                .doesNotContain("\tat ");
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(uri("/api/command")).header("Content-Type", "application/json");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private HttpResponse<byte[]> post(String body) throws Exception {
        return send(request().POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String status(String rawRequest) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(rawRequest.getBytes(StandardCharsets.US_ASCII));
            // The first line only: the server resets the connection behind an answer to what it has not read.
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return MAPPER.readTree(response.body());
    }
}
