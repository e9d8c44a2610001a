package io.reeve.api.metrics;

/**
 * A source of metrics, which a module adds to {@code /metrics} of the active manager: see
 * {@link io.reeve.api.MgrModule#metricSource}.
 */
@FunctionalInterface
public interface MetricSource {
    /**
     * Writes all families, one after the other. Each sample goes straight to whoever asked, so a source of a million samples
     * need not hold them. Called at each scrape on a thread of the module, at most twice at once; a call that has not
     * returned after a minute is cut off.
     *
     * @throws Exception if it fails. What was written stands; the families of other sources and of the process are not
     *                   affected. An exception of the sink itself must be passed on: the client is gone
     */
    void write(MetricSink to) throws Exception;
}
