package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The metrics of monitors, which are ZooKeeper servers here. */
record MonitorMetrics(ClusterView cluster, Daemons daemons) {
    void write(Families to) throws IOException {
        Map<?, ?> status = DataReader.map(cluster.get("mon_status"));
        List<Map<?, ?>> mons = DataReader.maps(DataReader.map(status, "monmap"), "mons");
        to.family("ceph_mon_metadata", MetricType.UNTYPED, "MON Metadata");
        for (Map<?, ?> mon : mons) {
            Daemons.Facts facts = daemons.facts("mon", DataReader.text(mon, "name"));
            to.add(1, "ceph_daemon", "mon." + DataReader.text(mon, "name"), "hostname", facts.hostname(), "public_addr",
                    DataReader.host(DataReader.text(mon, "public_addr")), "rank", DataReader.text(mon, "rank"),
                    "ceph_version",
                    facts.version());
        }
        List<String> quorum = DataReader.list(status, "quorum").stream().map(String::valueOf).toList();
        to.family("ceph_mon_quorum_status", MetricType.GAUGE, "Monitors in quorum");
        for (Map<?, ?> mon : mons) {
            to.add(quorum.contains(DataReader.text(mon, "rank")) ? 1 : 0, "ceph_daemon",
                    "mon." + DataReader.text(mon, "name"));
        }
    }
}
