package io.reeve.http.endpoint;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.api.metrics.MetricFamily;
import io.reeve.http.Answers;
import io.reeve.http.Workers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * The endpoint {@code /metrics}: the metrics of this process, and on an active manager those of its modules, in the text
 * formats of Prometheus.
 */
final class MetricsEndpoint {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Supplier<MetricSources> sources;
    private final MetricsStream stream = new MetricsStream();

    /**
     * @param metrics the metrics of this process, beside those of the JVM
     * @param sources what the modules tell; read at each scrape
     */
    MetricsEndpoint(List<MetricFamily> metrics, Supplier<MetricSources> sources) {
        this.sources = sources;
        Metrics.register(registry, metrics);
        JvmMetrics.builder().register(registry);
    }

    /** Answers on a virtual thread, because collecting the metrics of the JVM may take a while. */
    void answer(HttpServerExchange exchange) {
        exchange.dispatch(Workers.VIRTUAL, this::write);
    }

    /** The metrics of this process as a part of the diagnostics. */
    DiagnosticSection section() {
        return DiagnosticSection.text("metrics",
                () -> Text
                        .of(new String(process(formats.getPrometheusTextFormatWriter()), StandardCharsets.UTF_8).lines()
                                .toList()));
    }

    private byte[] process(ExpositionFormatWriter writer) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 << 10);
        writer.write(text, registry.scrape());
        return text.toByteArray();
    }

    private void write(HttpServerExchange exchange) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        MetricSources now = sources.get();
        boolean gzip = GzipStream.isAccepted(exchange);
        Answers.vary(exchange, Headers.ACCEPT_ENCODING_STRING);
        if (!now.byModule().isEmpty() && exchange.getRequestMethod().equals(Methods.HEAD)) {
            MetricsStream.head(exchange, writer.getContentType(), gzip);
        } else if (now.byModule().isEmpty()) {
            byte[] text = process(writer);
            if (gzip) {
                exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
            }
            Answers.send(exchange, 200, writer.getContentType(), gzip ? compressed(text) : text);
        } else {
            stream.answer(exchange, now, writer.getContentType(), process(writer), gzip);
        }
    }

    private static byte[] compressed(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 << 10);
        try (GzipStream gzip = new GzipStream(out)) {
            gzip.write(text);
        }
        return out.toByteArray();
    }
}
