package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.Sample;
import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The performance counters of all daemons. A value is read when it is written, and none is kept. */
final class CounterMetrics {
    private final CounterIndex index;
    private final Map<DaemonId, MetricLabels> labels = new HashMap<>();

    /** @param priority the lowest priority of counters that are told */
    CounterMetrics(ClusterView cluster, int priority) {
        index = CounterIndex.of(cluster.daemonCounters(List.of()), priority);
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
        for (DaemonCounters daemon : place.daemons()) {
            Sample sample = daemon.latest(place.path()).orElse(null);
            if (sample != null) {
                MetricLabels ours = labels.computeIfAbsent(daemon.daemon(), id -> ofDaemon(to, id));
                write(sink, place, place.labels().length == 0 ? ours : ours.with(place.labels()), sample);
            }
        }
    }

    /** The label of a daemon; Ceph tells gateways by the id alone, in another label. */
    private static MetricLabels ofDaemon(Families to, DaemonId daemon) {
        return daemon.type().equals("rgw")
                ? to.labels("instance_id", daemon.id())
                : to.labels("ceph_daemon", daemon.name());
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
