package io.reeve.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.http.Answers;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.testing.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiagnosticsEndpointTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DiagnosticsLimits WIDE = new DiagnosticsLimits(1 << 20, Duration.ofSeconds(20),
            Duration.ofSeconds(40), Duration.ofSeconds(60), Duration.ZERO);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private @Nullable HttpListener listener;

    private record Status(String name, String state, long epoch, boolean ready, boolean active, boolean standby)
            implements
                NodeStatus {}

    private void serve(DiagnosticsLimits limits, DiagnosticSection... sections) throws BindException {
        LocalEndpoints local = new LocalEndpoints(() -> new Status("a", "standby", 7, true, false, true), Map::of,
                List.of(), "http://127.0.0.1:1"::equals, new DiagnosticsEndpoint(limits, now::get), List.of(sections),
                () -> MetricSources.NONE);
        listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                local.over(exchange -> Answers.error(exchange, 418, "next")));
    }

    @AfterEach
    void close() {
        held.countDown();
        served().close();
    }

    @Test
    void eachSectionIsAFileAndTheIndexSaysSo() throws Exception {
        serve(WIDE, DiagnosticSection.data("node", () -> Map.of("role", "standby")),
                DiagnosticSection.text("log", () -> Text.of(List.of("one\u001b[2J", "two\nforged"))));
        Map<String, String> files = get();
        assertThat(files).containsOnlyKeys("metrics.txt", "node.json", "log.txt", "sections.json")
                .containsEntry("log.txt", "one?[2J\ntwo forged\n");
        assertThat(JSON.readTree(files.get("node.json")).at("/role").asText()).isEqualTo("standby");
        assertThat(files.get("metrics.txt")).contains("jvm_threads_current");
        assertThat(states(files)).containsExactly("metrics.txt whole", "node.json whole", "log.txt whole");
    }

    @Test
    void aSectionThatFailsOrIsNotThereNowTakesNothingElseWithIt() throws Exception {
        serve(WIDE, DiagnosticSection.data("bad", () -> {
            throw new IllegalStateException("my secret");
        }), DiagnosticSection.data("maps", () -> {
            throw new NotActiveException("this manager is not active");
        }), DiagnosticSection.data("good", () -> List.of(1)));
        Map<String, String> files = get();
        assertThat(states(files)).contains("bad.json missing", "maps.json missing", "good.json whole");
        assertThat(files.get("sections.json")).contains("see the log of this manager", "this manager is not active")
                .doesNotContain("my secret");
    }

    @Test
    void aSectionThatTakesTooLongIsLeftOutAndInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        serve(new DiagnosticsLimits(1 << 20, Duration.ofMillis(100), Duration.ofSeconds(40), Duration.ofSeconds(60),
                Duration.ZERO),
                DiagnosticSection.data("slow", () -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return List.of();
                }));
        assertThat(get().get("sections.json")).contains("it was not there within 100 ms");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsBeyondTheSizeIsCutOffAndTheIndexSaysSo() throws Exception {
        serve(new DiagnosticsLimits(100_000, Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(60),
                Duration.ZERO),
                DiagnosticSection.text("large", () -> Text.of("x".repeat(200_000))),
                DiagnosticSection.data("after", () -> List.of(1)));
        Map<String, String> files = get();
        assertThat(files).containsOnlyKeys("metrics.txt", "large.txt", "sections.json");
        assertThat((files.get("metrics.txt") + files.get("large.txt")).length()).isEqualTo(100_000);
        assertThat(states(files)).containsExactly("metrics.txt whole", "large.txt cut", "after.json missing");
        assertThat(files.get("sections.json")).contains("of 200001 bytes: all files of a node may have 100000");
    }

    @Test
    void oneRequestIsAnsweredAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        serve(WIDE, DiagnosticSection.data("slow", () -> {
            begun.countDown();
            held.await();
            return List.of();
        }));
        try (Socket first = RawHttp.open(port(), "GET /api/diagnostics HTTP/1.1\r\nHost: h\r\n\r\n")) {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(RawHttp.request(port(), "GET /api/diagnostics HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 503")
                    .contains("Retry-After: 1", "are being gathered for somebody else");
            assertThat(RawHttp.request(port(), "GET /health/live HTTP/1.1", "Host: h")).as("the event loops go on")
                    .startsWith("HTTP/1.1 200");
            held.countDown();
            assertThat(first.getInputStream().read()).isEqualTo('H');
        }
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(get()).containsKey("slow.json"));
    }

    @Test
    void aNodeIsNotAskedAgainBeforeAPauseAndTheRefusalSaysHowLongThatIs() throws Exception {
        serve(new DiagnosticsLimits(1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(60),
                Duration.ofSeconds(10)), DiagnosticSection.data("node", List::of));
        assertThat(get()).containsKey("node.json");
        now.addAndGet(3_500_000_000L);
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(
                        RawHttp.request(port(), "GET /api/diagnostics HTTP/1.1", "Host: h", "Connection: close"))
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After: 7",
                                "diagnostics were gathered just now, which is done once in 10 s at most: try "
                                        + "again in 7 s")
                        .doesNotContain("Content-Disposition"));
        now.addAndGet(6_500_000_000L);
        assertThat(get()).containsKey("node.json");
    }

    @Test
    void aSectionThatDidNotEndIsNotBegunAgainForTheNextRequest() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        serve(new DiagnosticsLimits(1 << 20, Duration.ofMillis(100), Duration.ofSeconds(40), Duration.ofSeconds(60),
                Duration.ZERO), DiagnosticSection.data("slow", () -> {
                    begun.incrementAndGet();
                    while (held.getCount() > 0) {
                        LockSupport.parkNanos(10_000_000); // an interrupt does not end it
                    }
                    return List.of();
                }), DiagnosticSection.data("good", List::of));
        assertThat(get().get("sections.json")).contains("it was not there within 100 ms");
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            Map<String, String> files = get();
            assertThat(files).containsKey("good.json");
            assertThat(files.get("sections.json")).contains("an earlier request has begun to read it ",
                    "it is not begun again");
        });
        assertThat(begun).hasValue(1);
        held.countDown();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(get()).containsKey("slow.json"));
    }

    @Test
    void aClientThatTakesNothingIsCutOffAndTheNextIsAnswered() throws Exception {
        serve(new DiagnosticsLimits(64 << 20, Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofMillis(500),
                Duration.ZERO),
                DiagnosticSection.text("large", () -> Text.of(incompressible(30 << 20))));
        try (Socket _ = RawHttp.open(port(), "GET /api/diagnostics HTTP/1.1\r\nHost: h\r\n\r\n")) {
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(
                            RawHttp.request(port(), "HEAD /api/diagnostics HTTP/1.1", "Host: h"))
                            .startsWith("HTTP/1.1 200"));
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> statusOf("/api/diagnostics") == 200);
        }
    }

    @Test
    void aPageOfAnotherSiteCannotHaveItGathered() throws Exception {
        serve(WIDE, DiagnosticSection.data("node", List::of));
        assertThat(RawHttp.request(port(), "GET /api/diagnostics HTTP/1.1", "Host: h", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403");
        assertThat(RawHttp.request(port(), "GET /api/diagnostics HTTP/1.1", "Host: h", "Origin: http://evil"))
                .startsWith("HTTP/1.1 403");
        assertThat(RawHttp.request(port(), "POST /api/diagnostics HTTP/1.1", "Host: h", "Content-Length: 0"))
                .startsWith("HTTP/1.1 405");
    }

    private HttpListener served() {
        return Objects.requireNonNull(listener, "serve is called first");
    }

    private int port() {
        return served().address().getPort();
    }

    private static String incompressible(int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(1).ints(length, 'a', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private int statusOf(String path) throws IOException {
        try (Socket socket = RawHttp.open(port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")) {
            return Integer.parseInt(new String(socket.getInputStream().readNBytes(12), UTF_8).substring(9));
        }
    }

    private Map<String, String> get() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/diagnostics"))
                    .build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
            Map<String, String> files = new LinkedHashMap<>();
            try (ZipInputStream zip = new ZipInputStream(answer.body())) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
                }
            }
            return files;
        }
    }

    private static List<String> states(Map<String, String> files) throws IOException {
        return JSON.readTree(files.get("sections.json"))
                .get("sections")
                .valueStream()
                .map(one -> text(one, "file") + " " + text(one, "state"))
                .toList();
    }

    private static String text(JsonNode of, String field) {
        return of.get(field).asText();
    }
}
