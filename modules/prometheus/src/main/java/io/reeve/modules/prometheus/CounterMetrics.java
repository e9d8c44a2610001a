package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.Sample;
import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.List;

/** The performance counters of all daemons. A value is read when it is written, and none is kept. */
final class CounterMetrics {
    private final ClusterView cluster;
    private final DaemonLabels labels;
    private final CounterIndex index;

    /** @param priority the lowest priority of counters that are told */
    CounterMetrics(ClusterView cluster, DaemonLabels labels, int priority) {
        this.cluster = cluster;
        this.labels = labels;
        List<DaemonCounters> all = cluster.daemonCounters(List.of());
        this.index = CounterIndex.of(all, priority);
        labels.keep(all);
    }

    void write(Families to) throws IOException {
        int leftOut = index.leftOut();
        for (CounterIndex.Family family : index.families()) {
            if (isTaken(to.sink(), family)) {
                leftOut += family.places().size();
                continue;
            }
            to.sink().family(family.name(), family.help(), family.type(), "");
            for (CounterIndex.Place place : family.places()) {
                write(to, place);
            }
        }
        to.one("reeve_cluster_counters_left_out", MetricType.GAUGE,
                "Declarations of counters that are not told, because another metric has their name", leftOut);
    }

    /** Whether another family has this name, or one of the names of its samples. */
    private static boolean isTaken(MetricSink sink, CounterIndex.Family family) {
        String name = family.name();
        return sink.has(name) || (family.type() == MetricType.HISTOGRAM
                && (sink.has(name + "_bucket") || sink.has(name + "_sum") || sink.has(name + "_count")
                        || sink.has(name + "_created")));
    }

    private void write(Families to, CounterIndex.Place place) throws IOException {
        MetricSink sink = to.sink();
        for (DaemonId daemon : place.daemons()) {
            Sample sample = cluster.latest(daemon.type(), daemon.id(), place.path()).orElse(null);
            if (sample != null && fits(place.part(), sample)) {
                MetricLabels ours = labels.of(daemon);
                write(sink, place, place.labels().length == 0 ? ours : ours.with(place.labels()), sample);
            }
        }
    }

    /** Whether the counter is still of the type that was declared when the scrape began. */
    private static boolean fits(CounterIndex.Part part, Sample sample) {
        return switch (sample) {
            case Sample.Value _ -> part == CounterIndex.Part.VALUE;
            case Sample.Average _ -> part == CounterIndex.Part.SUM || part == CounterIndex.Part.COUNT;
            case Sample.Histogram _ -> part == CounterIndex.Part.HISTOGRAM;
        };
    }

    private static void write(MetricSink sink, CounterIndex.Place place, MetricLabels labels, Sample sample)
            throws IOException {
        switch (sample) {
            case Sample.Value value -> write(sink, labels, value.value());
            case Sample.Average average ->
                write(sink, labels, place.part() == CounterIndex.Part.SUM ? average.value() : average.count());
            case Sample.Histogram histogram -> {
                HistogramBounds bounds = HistogramBounds.of(place.counter(), histogram.buckets());
                sink.histogram(labels, bounds.bounds(), bounds.counts(), null);
            }
        }
    }

    private static void write(MetricSink sink, MetricLabels labels, Number value) throws IOException {
        if (value instanceof Long whole) {
            sink.sample(labels, whole);
        } else {
            sink.sample(labels, value.doubleValue());
        }
    }
}
