package io.reeve.api.cluster;

import java.util.List;

/**
 * What a perf counter had at one time. Numbers are Long, or BigInteger above 2^63; times are Double, in seconds.
 */
public sealed interface Sample {
    /** When the manager received it, in seconds since 1970. */
    double timestamp();

    /** The number by which one looks at it: the value, the sum of an average, the count of a histogram. */
    Number value();

    /** Of a counter, a gauge or a time. */
    record Value(double timestamp, Number value) implements Sample {}

    /**
     * Of an average.
     *
     * @param value the sum
     * @param count of what
     */
    record Average(double timestamp, Number value, long count) implements Sample {}

    /**
     * Of a histogram.
     *
     * @param value   how many, in all buckets
     * @param buckets the counts, the last axis fastest
     */
    record Histogram(double timestamp, Number value, List<Long> buckets) implements Sample {
        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }
}
