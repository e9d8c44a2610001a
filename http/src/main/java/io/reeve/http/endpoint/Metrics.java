package io.reeve.http.endpoint;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.api.metrics.MetricFamily;
import java.util.List;

/** The rooms' metrics in the registry of the Prometheus library. */
final class Metrics {
    private Metrics() {}

    /** Registers metrics; their values are read at each scrape. */
    static void register(PrometheusRegistry registry, List<MetricFamily> families) {
        families.forEach(family -> register(registry, family));
    }

    private static void register(PrometheusRegistry registry, MetricFamily family) {
        String[] labels = family.labels().toArray(String[]::new);
        switch (family.type()) {
            case GAUGE -> GaugeWithCallback.builder()
                    .name(family.name())
                    .help(family.help())
                    .labelNames(labels)
                    .callback(to -> family.samples()
                            .get()
                            .forEach(s -> to.call(s.value(), s.labels().toArray(String[]::new))))
                    .register(registry);
            case COUNTER -> CounterWithCallback.builder()
                    .name(family.name())
                    .help(family.help())
                    .labelNames(labels)
                    .callback(to -> family.samples()
                            .get()
                            .forEach(s -> to.call(s.value(), s.labels().toArray(String[]::new))))
                    .register(registry);
        }
    }
}
