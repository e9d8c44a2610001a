package io.reeve.http.endpoint;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSource;
import io.reeve.api.metrics.MetricType;
import io.reeve.http.Answers;
import io.reeve.http.ClientAddress;
import io.reeve.http.endpoint.MetricsWriter.Format;
import io.reeve.http.pages.ChannelStreams;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The answer of {@code /metrics} where modules tell something too. It goes to the client family by family, in bounded memory
 * and time: a client that reads slowly keeps some buffers, two may read at once, and nobody for longer than a minute. What was
 * broken off does not look whole.
 */
final class MetricsStream {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsStream.class);
    private static final int AT_ONCE = 2;
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration STALL = Duration.ofSeconds(20);
    /** The waiting for the client beyond which it must keep the rate. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long BYTES_PER_SECOND = 32 << 10;
    /** The time that other scrapes get to end before one of a client that has both places is cut off. */
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration CUTTING = Duration.ofSeconds(2);

    private final ScrapePlaces places = new ScrapePlaces(AT_ONCE, MOMENT, CUTTING);

    /**
     * Answers. May block.
     *
     * @param process the metrics of this process, in the format of the content type
     */
    void answer(HttpServerExchange exchange, MetricSources sources, String contentType, byte[] process, boolean gzip) {
        Optional<ScrapePlaces.Place> place = places.enter(ClientAddress.of(exchange),
                () -> exchange.getIoThread().execute(() -> cutOff(exchange)));
        if (place.isEmpty()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
            Answers.error(exchange, 503, AT_ONCE + " others read the metrics of the cluster: try again in a moment");
            return;
        }
        XnioExecutor.Key deadline = exchange.getIoThread()
                .executeAfter(() -> cutOff(exchange), WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        try (ScrapePlaces.Place _ = place.get()) {
            sources.scrapes().add(exchange);
            begin(exchange, contentType, gzip);
            write(exchange, sources, Format.of(contentType), process, gzip);
        } catch (IOException | RuntimeException brokenOff) {
            LOG.debug("metrics were not taken whole", brokenOff);
            cutOff(exchange); // so that the client sees it
        } finally {
            deadline.remove();
        }
    }

    /** Closes the connection, unless it has begun with another request. On its I/O thread, or while the answer is written. */
    private static void cutOff(HttpServerExchange exchange) {
        if (!exchange.isComplete()) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** Answers HEAD: as GET, but without a length, which is known when all is written. */
    static void head(HttpServerExchange exchange, String contentType, boolean gzip) throws IOException {
        begin(exchange, contentType, gzip);
        ChannelStreams.out(exchange, STALL).close();
    }

    private static void begin(HttpServerExchange exchange, String contentType, boolean gzip) {
        exchange.setStatusCode(200);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType).put(Headers.CACHE_CONTROL, "no-store");
        if (gzip) {
            exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
        }
    }

    private static void write(HttpServerExchange exchange, MetricSources sources, Format format, byte[] process,
            boolean gzip) throws IOException {
        OutputStream plain = ChannelStreams.out(exchange, STALL, GRACE, BYTES_PER_SECOND);
        if (!gzip) {
            write(plain, sources, format, process);
            plain.close();
            return;
        }
        GzipStream packed = new GzipStream(plain);
        try {
            write(packed, sources, format, process);
            packed.close();
        } finally {
            packed.release();
        }
    }

    /** Writes all metrics. If it throws, they are not whole, and a source may still be writing. */
    private static void write(OutputStream to, MetricSources sources, Format format, byte[] process)
            throws IOException {
        MetricsWriter writer = new MetricsWriter(to, format);
        writer.whole(process, process.length - format.end().length());
        Map<String, Boolean> done = new TreeMap<>();
        for (Map.Entry<String, MetricSource> source : new TreeMap<>(sources.byModule()).entrySet()) {
            done.put(source.getKey(), succeeds(source.getKey(), source.getValue(), writer));
        }
        writer.family("reeve_metric_source_success", "1 if the module has told all its metrics", MetricType.GAUGE, "");
        for (Map.Entry<String, Boolean> one : done.entrySet()) {
            writer.sample(MetricLabels.of("module", one.getKey()), one.getValue() ? 1 : 0);
        }
        writer.end();
    }

    private static boolean succeeds(String module, MetricSource source, MetricsWriter writer) throws IOException {
        try {
            source.write(writer);
            return true;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // of the module; the metrics of others are not affected
            if (writer.isBroken()) {
                throw new IOException("the client has not taken the metrics of module '" + module + "'", e);
            }
            LOG.debug("module '{}' has not told all its metrics", module, e);
            return false;
        }
    }
}
