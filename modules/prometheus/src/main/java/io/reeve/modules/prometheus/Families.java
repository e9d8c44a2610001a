package io.reeve.modules.prometheus;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;

/**
 * The families of one scrape. Each sample gets the label {@code instance} with the name of the cluster, unless it has one of
 * its own: so it is of the same series whichever manager told it.
 */
final class Families {
    static final String INSTANCE = "instance";

    private final MetricSink sink;
    private final String instance;

    Families(MetricSink sink, String instance) {
        this.sink = sink;
        this.instance = instance;
    }

    MetricSink sink() {
        return sink;
    }

    /** Begins a family without a unit. */
    void family(String name, MetricType type, String help) throws IOException {
        sink.family(name, help, type, "");
    }

    /** Writes a family with one sample, which has no labels of its own. */
    void one(String name, MetricType type, String help, double value) throws IOException {
        family(name, type, help);
        add(value);
    }

    /** Writes a sample of the present family. */
    void add(double value, String... labels) throws IOException {
        sink.sample(labels(labels), value);
    }

    private MetricLabels labels(String... labels) {
        return labels(instance, labels);
    }

    /** These labels and {@code instance}. */
    static MetricLabels labels(String instance, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (labels[i].equals(INSTANCE)) {
                return MetricLabels.of(labels);
            }
        }
        return MetricLabels.of(labels).with(INSTANCE, instance);
    }
}
