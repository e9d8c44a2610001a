package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import java.io.IOException;

/**
 * The metrics of the cluster, apart from performance counters.
 *
 * @param seen the health checks that there have been
 */
record ClusterMetrics(ClusterView cluster, MgrMap map, SeenChecks seen) {
    void write(Families to) throws IOException {
        Daemons daemons = Daemons.of(cluster);
        new HealthMetrics(cluster, seen).write(to);
        new MgrMetrics(cluster, map).write(to);
        new MonitorMetrics(cluster, daemons).write(to);
        new OsdMetrics(cluster, daemons).write(to);
        new DiskMetrics(cluster).write(to);
        new PoolMetrics(cluster).write(to);
        new PgMetrics(cluster).write(to);
        new FsMetrics(cluster, daemons).write(to);
    }
}
