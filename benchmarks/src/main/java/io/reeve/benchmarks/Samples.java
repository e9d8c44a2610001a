package io.reeve.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Measured durations in nanoseconds. Any thread may add. */
final class Samples {
    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long value) {
        nanos.add(value);
    }

    synchronized void addAll(List<Long> values) {
        nanos.addAll(values);
    }

    synchronized int size() {
        return nanos.size();
    }

    /** The smallest value that this share of all does not exceed: 0.5 is the median, 1 the maximum. */
    synchronized long quantile(double share) {
        if (nanos.isEmpty()) {
            throw new BenchmarkException("nothing was measured");
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** The median in milliseconds. */
    double p50() {
        return quantile(0.5) / 1e6;
    }

    /** In milliseconds, what 99 of 100 do not exceed. */
    double p99() {
        return quantile(0.99) / 1e6;
    }

    /** {@code 0.4 / 1.2 / 3.0 ms}: median, p99 and maximum. */
    String text() {
        return String.format("p50 %s  p99 %s  max %s  (n %d)", millis(p50()), millis(p99()), millis(quantile(1) / 1e6),
                size());
    }

    private static String millis(double value) {
        return value < 0.01
                ? String.format("%.0f ns", value * 1e6)
                : value < 10 ? String.format("%.3f ms", value) : String.format("%.0f ms", value);
    }
}
