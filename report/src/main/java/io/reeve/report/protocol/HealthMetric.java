package io.reeve.report.protocol;

/**
 * A number that a daemon reports about its health.
 *
 * @param type   {@code SLOW_OPS}, from which a health check follows, or another word such as {@code PENDING_CREATING_PGS},
 *               which is only shown
 * @param count  the number of such things
 * @param oldest the age of the oldest slow operation, in seconds; 0 for other types
 */
public record HealthMetric(String type, long count, long oldest) {}
