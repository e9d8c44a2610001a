package io.reeve.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measured durations in nanoseconds, in rounds. Any thread may add. */
final class Samples {
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> medians = new ArrayList<>();

    /** A round of one measurement. */
    synchronized void add(long value) {
        addAll(List.of(value));
    }

    /** A round. */
    synchronized void addAll(List<Long> values) {
        nanos.addAll(values);
        medians.add(quantile(values, 0.5));
    }

    synchronized int size() {
        return nanos.size();
    }

    /** The smallest value that this share of all does not exceed: 0.5 is the median, 1 the maximum. */
    synchronized long quantile(double share) {
        return quantile(nanos, share);
    }

    private static long quantile(List<Long> values, double share) {
        if (values.isEmpty()) {
            throw new BenchmarkException("nothing was measured");
        }
        List<Long> sorted = values.stream().sorted().toList();
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

    /** {@code p50 400.0 us (380.0 us - 410.0 us in 5 rounds)  p99 1.200 ms  max 3.000 ms}: the spread is that of the medians. */
    synchronized String text() {
        return String.format(Locale.ROOT, "p50 %s (%s - %s in %d rounds)  p99 %s  max %s", time(quantile(0.5)),
                time(quantile(medians, 0)), time(quantile(medians, 1)), medians.size(), time(quantile(0.99)),
                time(quantile(1)));
    }

    /** {@code x0.003 of a whole copy (p50 1.200 ms)}. */
    String against(String name, Samples other) {
        return Report.ratio(p50(), other.p50(), name, "p50 " + time(other.quantile(0.5)));
    }

    private static String time(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 10_000_000
                ? String.format(Locale.ROOT, "%.3f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
}
