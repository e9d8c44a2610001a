package io.reeve.api.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * The counters of one daemon in a {@link ClusterView}, of which values are made only when they are asked for: for readers of
 * very many counters, who keep none of them.
 */
public interface DaemonCounters {
    /** The daemon. */
    DaemonId daemon();

    /** The declarations by path, sorted. Daemons that declare the same counters have the same object. */
    Map<String, PerfCounter> schema();

    /** The last sample of a counter; empty if there is none. */
    Optional<Sample> latest(String path);
}
