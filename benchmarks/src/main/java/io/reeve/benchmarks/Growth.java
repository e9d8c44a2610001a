package io.reeve.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One cost at several sizes. It is linear if a unit costs at the largest size no more than 1.3 times of what it costs at a
 * tenth of it.
 */
final class Growth {
    private static final double MOST = 1.3;
    private final String what;
    private final String units;
    private final String of;
    private final Map<Integer, Double> costs = new TreeMap<>();

    /**
     * @param what  the cost, as in "complete state after kill -9"
     * @param units of the cost, as in "ms"
     * @param of    what there are so many of, in the plural
     */
    Growth(String what, String units, String of) {
        this.what = what;
        this.units = units;
        this.of = of;
    }

    /** The cost of all together, without what it is with none of them. */
    void add(int size, double cost) {
        costs.put(size, cost);
    }

    void report(Report report) {
        costs.forEach((size, cost) -> {
            Double tenth = costs.get(size / 10);
            String name = what + ", " + size + " " + of;
            String measured = String.format(Locale.ROOT, "%s %s, %s each", number(cost), units, number(cost / size));
            if (tenth == null || size % 10 != 0) {
                report.figure(name, measured);
            } else {
                double each = tenth / (size / 10);
                report.figure(name, measured, "each <= " + MOST + " x that of a tenth", cost / size <= MOST * each,
                        Report.ratio(cost / size, each, size / 10 + " " + of, number(each) + " each"));
            }
        });
    }

    private static String number(double value) {
        double magnitude = Math.abs(value);
        return String.format(Locale.ROOT, magnitude >= 100 ? "%.0f" : magnitude >= 1 ? "%.2f" : "%.5f", value);
    }
}
