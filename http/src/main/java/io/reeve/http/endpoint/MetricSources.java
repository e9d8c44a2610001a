package io.reeve.http.endpoint;

import io.reeve.api.metrics.MetricSource;
import io.reeve.http.OpenExchanges;
import java.util.Map;

/**
 * What {@code /metrics} of an active manager tells besides the metrics of its process.
 *
 * @param byModule the sources of modules, by module; each blocks its caller
 * @param scrapes  the scrapes that end with the leadership, so that no slow client holds up a module that must stop
 */
public record MetricSources(Map<String, MetricSource> byModule, OpenExchanges scrapes) {
    /** Nothing: a standby, or an active without a module that has metrics. */
    public static final MetricSources NONE = new MetricSources(Map.of(), new OpenExchanges());

    /** Creates the sources. */
    public MetricSources {
        byModule = Map.copyOf(byModule);
    }
}
