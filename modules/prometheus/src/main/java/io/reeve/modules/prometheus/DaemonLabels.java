package io.reeve.modules.prometheus;

import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.metrics.MetricLabels;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * The labels of daemons with counters. They are made once, and all scrapes share them, so a scrape of very many daemons that
 * waits for its client holds none of its own. Any thread.
 */
final class DaemonLabels {
    private final String instance;
    private final ConcurrentMap<DaemonId, MetricLabels> labels = new ConcurrentHashMap<>();

    /** @param instance the label {@code instance} of all of them */
    DaemonLabels(String instance) {
        this.instance = instance;
    }

    String instance() {
        return instance;
    }

    /** The labels of a daemon; Ceph tells gateways by the id alone, in another label. */
    MetricLabels of(DaemonId daemon) {
        return labels.computeIfAbsent(daemon, id -> id.type().equals("rgw")
                ? Families.labels(instance, "instance_id", id.id())
                : Families.labels(instance, "ceph_daemon", id.name()));
    }

    /** Forgets all daemons but these. */
    void keep(List<DaemonCounters> present) {
        if (labels.size() > present.size()) {
            labels.keySet().retainAll(present.stream().map(DaemonCounters::daemon).collect(Collectors.toSet()));
        }
    }
}
