package io.reeve.api.metrics;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * A metric with all its label values, in Prometheus' sense.
 *
 * @param name    the name, in snake case with the unit at its end; a counter's without {@code _total}
 * @param help    one line on what is measured
 * @param type    whether the value only grows
 * @param labels  the names of the labels
 * @param samples the present values; called at each scrape on any thread, must not block
 */
public record MetricFamily(String name, String help, Type type, List<String> labels, Supplier<List<Sample>> samples) {
    /** Kinds of metrics. */
    public enum Type {
        /** A value that goes up and down. */
        GAUGE,
        /** A value that only grows while the process runs. */
        COUNTER
    }

    /**
     * One value.
     *
     * @param labels the values of the labels, in the order of their names
     */
    public record Sample(List<String> labels, double value) {
        public Sample {
            labels = List.copyOf(labels);
        }
    }

    public MetricFamily {
        labels = List.copyOf(labels);
    }

    /** A gauge without labels. */
    public static MetricFamily gauge(String name, String help, DoubleSupplier value) {
        return new MetricFamily(name, help, Type.GAUGE, List.of(),
                () -> List.of(new Sample(List.of(), value.getAsDouble())));
    }
}
