package io.reeve.modules.prometheus;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sink that counts samples and keeps none. */
final class CountingSink implements MetricSink {
    private final Set<String> names = new HashSet<>();
    private long samples;

    @Override
    public void family(String name, String help, MetricType type, String unit) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("metric '" + name + "' comes twice");
        }
    }

    @Override
    public boolean has(String name) {
        return names.contains(name);
    }

    @Override
    public void sample(MetricLabels labels, double value) {
        samples++;
    }

    @Override
    public void sample(MetricLabels labels, long value) {
        samples++;
    }

    @Override
    public void histogram(MetricLabels labels, double[] bounds, double[] counts, @Nullable Double sum) {
        samples++;
    }

    long samples() {
        return samples;
    }
}
