package io.reeve.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricSource;
import io.reeve.api.metrics.MetricType;
import io.reeve.http.Answers;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.OpenExchanges;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /metrics} of an active whose modules have metrics. */
class MetricsEndpointTest {
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final OpenExchanges scrapes = new OpenExchanges();
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private volatile MetricSources sources = MetricSources.NONE;
    private HttpListener listener;

    private record Status(String name, String state, long epoch, boolean ready, boolean active, boolean standby)
            implements
                NodeStatus {}

    @BeforeEach
    void open() throws IOException {
        LocalEndpoints local = new LocalEndpoints(() -> new Status("a", "active", 7, true, true, false), Map::of,
                List.of(), _ -> false, new DiagnosticsEndpoint(), List.of(), () -> sources);
        listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                local.over(exchange -> Answers.error(exchange, 418, "next")));
    }

    @AfterEach
    void close() {
        held.countDown();
        listener.close();
    }

    private void with(Map<String, MetricSource> byModule) {
        sources = new MetricSources(byModule, scrapes);
    }

    private HttpResponse<byte[]> get(String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return get(client, headers);
        }
    }

    private HttpResponse<byte[]> get(HttpClient client, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + listener.address().getPort() + "/metrics"));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void one(MetricSink to, String name) throws IOException {
        to.family(name, "One", MetricType.COUNTER, "");
        to.sample(MetricLabels.of("ceph_daemon", "osd.1"), 7);
    }

    @Test
    void modulesFollowTheProcessAndOpenMetricsEndsOnce() throws Exception {
        with(Map.of("m", to -> one(to, "ceph_osd_op")));
        HttpResponse<byte[]> text = get();
        assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(new String(text.body(), UTF_8)).contains("jvm_threads_current ", "# TYPE ceph_osd_op counter\n")
                .endsWith("reeve_metric_source_success{module=\"m\"} 1\n");
        HttpResponse<byte[]> open = get("Accept", OPENMETRICS);
        assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(new String(open.body(), UTF_8)).contains("jvm_threads_current ",
                "# TYPE ceph_osd_op unknown\nceph_osd_op{ceph_daemon=\"osd.1\"} 7\n")
                .containsOnlyOnce("# EOF")
                .endsWith("# EOF\n");
    }

    @Test
    void gzipIsUsedWhereTheClientTakesItWithAndWithoutModules() throws Exception {
        for (boolean modules : List.of(true, false)) {
            with(modules ? Map.of("m", to -> one(to, "ceph_osd_op")) : Map.of());
            HttpResponse<byte[]> packed = get("Accept-Encoding", "br, gzip");
            assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
            String text = new String(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(),
                    UTF_8);
            assertThat(MetricsText.read(text).samples.stream().anyMatch(s -> s.name().equals("ceph_osd_op")))
                    .isEqualTo(modules);
            assertThat(get("Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void headTellsNoLengthThatIsNotThatOfGetAndItsConnectionGoesOn() throws Exception {
        with(Map.of("m", to -> one(to, "ceph_osd_op")));
        try (RawClient client = new RawClient(port())) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer head = client.request("HEAD /metrics HTTP/1.1", "Host: h").answer(false);
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.header("Content-Type").orElse("")).startsWith("text/plain");
                assertThat(head.header("Content-Length")).isEmpty();
            }
        }
    }

    @Test
    void aSourceThatFailsLeavesTheOthersAndThatIsTold() throws Exception {
        with(Map.of("a", to -> {
            one(to, "ceph_first");
            throw new IllegalStateException("bad");
        }, "b", to -> one(to, "ceph_first"), "c", to -> one(to, "ceph_last")));
        MetricsText read = MetricsText.read(new String(get().body(), UTF_8));
        assertThat(read.samples).contains(new MetricsText.Sample("ceph_first", Map.of("ceph_daemon", "osd.1"), 7),
                new MetricsText.Sample("ceph_last", Map.of("ceph_daemon", "osd.1"), 7),
                new MetricsText.Sample("reeve_metric_source_success", Map.of("module", "a"), 0),
                new MetricsText.Sample("reeve_metric_source_success", Map.of("module", "b"), 0),
                new MetricsText.Sample("reeve_metric_source_success", Map.of("module", "c"), 1));
        assertThat(read.samples).extracting(MetricsText.Sample::name).containsOnlyOnce("ceph_first");
    }

    @Test
    void aSourceThatDidNotComeToAnEndEndsTheAnswerWithoutAnOrderlyEnd() {
        with(Map.of("m", to -> {
            throw new IOException("has not written within 1 s");
        }));
        assertThatThrownBy(this::get).as("not an answer that looks whole").isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerWithWhichTheConnectionEndsHasALastChunkOnlyIfItIsWhole() throws Exception {
        with(Map.of("m", this::some));
        assertThat(RawHttp.request(port(), "GET /metrics HTTP/1.1", "Host: h"))
                .contains("Transfer-Encoding: chunked\r\n")
                .endsWith("reeve_metric_source_success{module=\"m\"} 1\n" + LAST_CHUNK);
        with(Map.of("m", to -> {
            some(to);
            throw new IOException("has not written within 1 s");
        }));
        assertThat(RawHttp.request(port(), "GET /metrics HTTP/1.1", "Host: h"))
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotEndWith(LAST_CHUNK);
    }

    @Test
    void aClientOfHttp10GetsTheWholeAnswerOrAResetConnection() throws Exception {
        with(Map.of("m", this::some));
        try (Socket old = RawHttp.open(port(), "GET /metrics HTTP/1.0\r\nHost: h\r\n\r\n")) {
            assertThat(new String(old.getInputStream().readAllBytes(), UTF_8)).contains("ceph_many{n=\"9999\"} 9999\n")
                    .endsWith("reeve_metric_source_success{module=\"m\"} 1\n");
        }
        with(Map.of("m", to -> {
            some(to);
            throw new IOException("has not written within 1 s");
        }));
        try (Socket old = RawHttp.open(port(), "GET /metrics HTTP/1.0\r\nHost: h\r\n\r\n")) {
            assertThatThrownBy(() -> old.getInputStream().readAllBytes()).isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aClientThatHasBothPlacesLosesItsLastScrapeToAnother() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        with(Map.of("m", to -> {
            if (asked.incrementAndGet() <= 2) {
                endless(to);
            } else {
                one(to, "ceph_osd_op");
            }
        }));
        try (Socket first = ask()) {
            await().until(() -> first.getInputStream().available() > 0);
            try (Socket second = ask();
                    HttpClient another = HttpClient.newBuilder()
                            .localAddress(InetAddress.ofLiteral("127.0.0.2"))
                            .build()) {
                await().until(() -> second.getInputStream().available() > 0);
                assertThat(get().statusCode()).as("to the same client").isEqualTo(503);
                assertThat(get(another).statusCode()).isEqualTo(200);
                assertThat(ended).as("the scrapes that were cut off").hasValue(1);
                assertThat(toTheEnd(second)).doesNotEndWith(LAST_CHUNK);
            }
        }
    }

    private static String toTheEnd(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
        } catch (SocketException reset) {
            // an end as well
        }
        return read.toString(UTF_8);
    }

    @Test
    void aThirdScrapeAtOnceIsToldToComeAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        with(Map.of("m", to -> {
            begun.countDown();
            held.await();
            one(to, "ceph_osd_op");
        }));
        try (Socket first = ask(); Socket second = ask()) {
            begun.await();
            HttpResponse<byte[]> third = get();
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(new String(third.body(), UTF_8)).contains("2 others read the metrics of the cluster");
            held.countDown();
            for (Socket one : List.of(first, second)) {
                assertThat(new String(one.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 200")
                        .endsWith("reeve_metric_source_success{module=\"m\"} 1\n" + LAST_CHUNK);
            }
        }
        await().untilAsserted(() -> assertThat(get().statusCode()).isEqualTo(200));
    }

    @Test
    void theEndOfTheLeadershipFreesASourceWhoseClientReadsNothing() throws Exception {
        with(Map.of("m", this::endless));
        try (Socket slow = ask()) {
            await().until(() -> slow.getInputStream().available() > 0);
            scrapes.end();
            await().until(() -> ended.get() == 1);
        }
    }

    @Test
    void aClientThatGoesAwayFreesTheSource() throws Exception {
        with(Map.of("m", this::endless));
        try (Socket hasty = ask()) {
            await().until(() -> hasty.getInputStream().available() > 0);
        }
        await().until(() -> ended.get() == 1);
    }

    private void some(MetricSink to) throws IOException {
        to.family("ceph_many", "Many", MetricType.GAUGE, "");
        for (int i = 0; i < 10_000; i++) {
            to.sample(MetricLabels.of("n", Integer.toString(i)), i);
        }
    }

    private void endless(MetricSink to) throws IOException {
        try {
            to.family("ceph_many", "Many", MetricType.GAUGE, "");
            for (long i = 0;; i++) {
                to.sample(MetricLabels.of("n", Long.toString(i)), i);
            }
        } finally {
            ended.incrementAndGet();
        }
    }

    private Socket ask() throws IOException {
        return RawHttp.open(port(), "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    }

    private int port() {
        return listener.address().getPort();
    }
}
