package io.reeve.modules.prometheus;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sink that keeps everything, and refuses what a manager would refuse. */
final class RecordingSink implements MetricSink {
    final Map<String, MetricType> families = new LinkedHashMap<>();
    final List<String> samples = new ArrayList<>();
    private String present = "";

    @Override
    public void family(String name, String help, MetricType type, String unit) {
        if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*") || families.putIfAbsent(name, type) != null) {
            throw new IllegalArgumentException(name);
        }
        if (type == MetricType.HISTOGRAM) {
            families.put(name + "_bucket", type);
        }
        present = name;
    }

    @Override
    public boolean has(String name) {
        return families.containsKey(name);
    }

    @Override
    public void sample(MetricLabels labels, double value) {
        samples.add(present + labels + " " + value);
    }

    @Override
    public void sample(MetricLabels labels, long value) {
        samples.add(present + labels + " " + value);
    }

    @Override
    public void histogram(MetricLabels labels, double[] bounds, double[] counts, @Nullable Double sum) {
        samples.add(present + labels + " " + Arrays.toString(bounds) + " " + Arrays.toString(counts));
    }
}
