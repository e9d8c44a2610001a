package io.reeve.api.cluster;

import java.util.List;

/**
 * The value of a perf counter at one time. Numbers are Long, or BigInteger from 2^63 on; times are Double, in seconds.
 */
public sealed interface Sample {
    /** The time at which the manager received the sample, in seconds since 1970. */
    double timestamp();

    /** The main number: the value, the sum of an average, the total count of a histogram. */
    Number value();

    /** A sample of a counter, a gauge or a time. */
    record Value(double timestamp, Number value) implements Sample {}

    /**
     * A sample of an average.
     *
     * @param value the sum
     * @param count the number of summed values
     */
    record Average(double timestamp, Number value, Number count) implements Sample {
        public Average {
            count = count instanceof Integer small ? Long.valueOf(small.longValue()) : count;
        }
    }

    /**
     * A sample of a histogram.
     *
     * @param value   the total of all buckets
     * @param buckets the counts; the index of the last axis varies fastest
     */
    record Histogram(double timestamp, Number value, List<Number> buckets) implements Sample {
        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }
}
