package io.reeve.benchmarks;

import java.util.List;
import java.util.Locale;

/** What rounds of one figure have in common. */
final class Spread {
    private Spread() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    static double highest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** {@code p50 0.61 (0.58 - 0.66 in 5 rounds)}. */
    static String text(List<Double> values, String format) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(Locale.ROOT, "p50 " + format + " (" + format + " - " + format + " in %d rounds)",
                median(values),
                sorted.getFirst(), sorted.getLast(), sorted.size());
    }
}
