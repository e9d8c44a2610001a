package io.reeve.api.metrics;

/** The types of metric families, in Prometheus' sense. */
public enum MetricType {
    /** A value that goes up and down. */
    GAUGE,
    /** A value that only grows until what it counts is restarted. */
    COUNTER,
    /** Counts of values in buckets: {@link MetricSink#histogram}. */
    HISTOGRAM,
    /** A value of which nothing is said; OpenMetrics calls it unknown. */
    UNTYPED
}
