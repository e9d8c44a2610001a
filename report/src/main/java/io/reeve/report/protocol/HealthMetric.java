package io.reeve.report.protocol;

/**
 * A number that a daemon gives about its health.
 *
 * @param type   {@code SLOW_OPS}, {@code PENDING_CREATING_PGS}, or a word of one's own, which is shown and judges nothing
 * @param count  how many
 * @param oldest of slow operations: the age of the oldest in seconds; else 0
 */
public record HealthMetric(String type, long count, long oldest) {}
