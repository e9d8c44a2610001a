package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.reeve.report.ReporterRuntime;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.testing.FakeReportPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Feeds whose sources fail in every way, at a real reporter. */
class FeedTest {
    private static final Reading GOOD = reading(List.of(Reading.Value.gauge("x.good", "", 5)), List.of());

    private final FakeReportPort manager = new FakeReportPort();
    private final ReporterRuntime runtime = new ReporterRuntime();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Feed> feeds = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        manager.active(1, 20, 0);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        byte[] map = ("{\"active\": {\"report\": \"" + manager.address() + "\"}, \"standbys\": [{\"report\": \"-\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/api/mgr", exchange -> {
            exchange.sendResponseHeaders(200, map.length);
            exchange.getResponseBody().write(map);
            exchange.close();
        });
        server.start();
        log.start();
        ((Logger) LoggerFactory.getLogger(Complaints.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(Complaints.class)).detachAppender(log);
        feeds.forEach(Feed::close);
        runtime.close();
        manager.close();
        server.stop(0);
    }

    private static Reading reading(List<Reading.Value> values, List<Reading.Group> groups) {
        return new Reading(Map.of("hostname", "h1"), Map.of(), values, groups);
    }

    /** The task of a source in these tests. */
    private interface Read {
        Reading read() throws IOException;
    }

    private Thread feed(Read read) {
        DaemonSource source = new DaemonSource() {
            @Override
            public String type() {
                return "osd";
            }

            @Override
            public String id() {
                return "0";
            }

            @Override
            public Reading read() throws IOException {
                return read.read();
            }
        };
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        Feed feed = new Feed(source, new ManagerAddresses(List.of(url)), runtime, Duration.ofMillis(50));
        feeds.add(feed);
        return Thread.ofVirtual().start(feed);
    }

    private static Reading fail(int kind) throws IOException {
        switch (kind) {
            case 0 -> throw new IOException("the disk is gone");
            case 1 -> throw new IllegalStateException("a bug in a source");
            case 2 -> throw new AssertionError("an error in a source");
            case 3 -> throw new StackOverflowError();
            case 4 -> throw new NoClassDefFoundError("a library that is missing");
            case 5 -> Thread.currentThread().interrupt();
            default -> throw new java.io.UncheckedIOException(new IOException("the disk is gone"));
        }
        return GOOD;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingThatASourceThrowsEndsItsFeed(long seed) {
        Random random = new Random(seed);
        AtomicInteger left = new AtomicInteger(15);
        Thread thread = feed(() -> left.getAndDecrement() > 0 && random.nextBoolean()
                ? fail(random.nextInt(7))
                : GOOD);
        await().until(() -> left.get() < 0);
        int before = manager.reports().size();
        await().until(() -> manager.reports().size() > before + 5);
        assertThat(manager.lastValues()).as("seed %d", seed).containsExactly(5);
        assertThat(thread.isAlive()).isTrue();
    }

    @Test
    void aValueThatNoCounterCanHaveCostsOnlyItselfAndIsLoggedOnce() {
        String longPath = "/" + "x".repeat(600);
        feed(() -> reading(List.of(Reading.Value.gauge("x.a", "", 1),
                Reading.Value.bytes("filesystem.total", "size", 7).labelled("mount", longPath),
                Reading.Value.gauge("y".repeat(513), "", 2), Reading.Value.gauge("x.b", "", 3)), List.of()));
        await().until(() -> manager.reports().size() > 10 && manager.lastValues().length == 2);
        assertThat(manager.lastValues()).containsExactly(1, 3);
        await().untilAsserted(
                () -> assertThat(messages()).singleElement().asString().contains("osd.0", "2 of its 4 values", "512"));
    }

    @Test
    void aValueThatBecomesGoodIsReported() {
        AtomicInteger reads = new AtomicInteger();
        feed(() -> reading(List.of(Reading.Value.gauge(
                reads.incrementAndGet() < 10 ? "x".repeat(600) : "x.late", "", 9)), List.of()));
        await().until(() -> manager.lastValues().length == 1);
        assertThat(manager.declared()).containsExactly("x.late");
    }

    @Test
    void moreCountersThanADaemonMayHaveCostOnlyTheRest() {
        List<Reading.Value> values = IntStream.range(0, 10_050)
                .mapToObj(i -> Reading.Value.gauge("x." + i, "", i))
                .toList();
        feed(() -> reading(values, List.of()));
        await().until(() -> manager.lastValues().length == 10_000);
        await().untilAsserted(() -> assertThat(messages()).singleElement()
                .asString()
                .contains("50 of its 10050 values", "at most 10000"));
    }

    @Test
    void moreGroupsThanADaemonMayHaveCostOnlyTheRest() {
        List<Reading.Group> groups = IntStream.range(0, 20_001)
                .mapToObj(i -> new Reading.Group("1." + Integer.toHexString(i), 1, 1))
                .toList();
        feed(() -> reading(List.of(), groups));
        await().until(() -> manager.reports().stream().map(Report::groups).anyMatch(g -> g != null));
        assertThat(manager.reports().stream().map(Report::groups).filter(g -> g != null).findFirst())
                .hasValueSatisfying(all -> assertThat(all).hasSize(20_000));
        await().untilAsserted(() -> assertThat(messages()).singleElement()
                .asString()
                .contains("1 of its 20001 placement groups", "20000"));
    }

    @Test
    void metadataBeyondTheLimitsCostOnlyThemselves() {
        feed(() -> new Reading(Map.of("hostname", "h1", "long", "x".repeat(20_000), "k".repeat(300), "v"), Map.of(),
                List.of(), List.of()));
        await().until(() -> !manager.heard(Open.class).isEmpty());
        assertThat(manager.heard(Open.class).get(0).metadata()).isEqualTo(Map.of("hostname", "h1"));
        await().until(() -> manager.reports().size() > 5);
        await().untilAsserted(
                () -> assertThat(messages()).singleElement().asString().contains("2 entries of its metadata", "16384"));
    }

    private List<String> messages() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
