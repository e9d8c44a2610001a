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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The endpoint {@code /metrics}: the metrics of this process, in the text formats of Prometheus. */
final class MetricsEndpoint {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsEndpoint(List<MetricFamily> metrics) {
        Metrics.register(registry, metrics);
        JvmMetrics.builder().register(registry);
    }

    /** Answers on a virtual thread, because collecting the metrics of the JVM may take a while. */
    void answer(HttpServerExchange exchange) {
        exchange.dispatch(Workers.VIRTUAL, this::write);
    }

    /** The same metrics as a part of the diagnostics. */
    DiagnosticSection section() {
        return DiagnosticSection.text("metrics", () -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream(16 << 10);
            formats.getPrometheusTextFormatWriter().write(text, registry.scrape());
            return Text.of(text.toString(StandardCharsets.UTF_8).lines().toList());
        });
    }

    private void write(HttpServerExchange exchange) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 << 10);
        writer.write(text, registry.scrape());
        Answers.send(exchange, 200, writer.getContentType(), text.toByteArray());
    }
}
