package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of storage daemons that are not counters of theirs: flags, metadata, state, latencies. */
record OsdMetrics(ClusterView cluster, Daemons daemons) {
    private static final List<String> FLAGS = List.of("noup", "nodown", "noout", "noin", "nobackfill", "norebalance",
            "norecover", "noscrub", "nodeep-scrub");

    void write(Families to) throws IOException {
        Map<?, ?> map = DataReader.map(cluster.get("osd_map"));
        List<String> flags = Arrays.asList(DataReader.text(map, "flags").split(",", -1));
        for (String flag : FLAGS) {
            to.one("ceph_osd_flag_" + flag.replace('-', '_'), MetricType.UNTYPED, "OSD Flag " + flag,
                    flags.contains(flag) ? 1 : 0);
        }
        List<Map<?, ?>> osds = DataReader.maps(map, "osds");
        metadata(to, osds);
        for (String state : List.of("weight", "up", "in")) {
            to.family("ceph_osd_" + state, MetricType.UNTYPED, "OSD status " + state);
            for (Map<?, ?> osd : osds) {
                add(to, "osd." + DataReader.text(osd, "osd"), DataReader.number(osd, state));
            }
        }
        List<Map<?, ?>> stats = DataReader.maps(cluster.get("osd_stats"), "osd_stats");
        for (String stat : List.of("apply_latency_ms", "commit_latency_ms")) {
            to.family("ceph_osd_" + stat, MetricType.GAUGE, "OSD stat " + stat);
            for (Map<?, ?> osd : stats) {
                add(to, "osd." + DataReader.text(osd, "osd"),
                        DataReader.number(DataReader.map(osd, "perf_stat"), stat));
            }
        }
    }

    private static void add(Families to, String osd, Optional<Double> value) throws IOException {
        if (value.isPresent()) {
            to.add(value.get(), "ceph_daemon", osd);
        }
    }

    private void metadata(Families to, List<Map<?, ?>> osds) throws IOException {
        Map<String, String> classes = classes();
        to.family("ceph_osd_metadata", MetricType.UNTYPED, "OSD Metadata");
        for (Map<?, ?> osd : osds) {
            String id = DataReader.text(osd, "osd");
            Map<String, String> told = cluster.metadata("osd", id).orElse(Map.of());
            if (!told.isEmpty()) {
                Daemons.Facts facts = daemons.facts("osd", id);
                to.add(1, "back_iface", told.getOrDefault("back_iface", ""), "ceph_daemon", "osd." + id,
                        "cluster_addr", DataReader.host(DataReader.text(osd, "cluster_addr")), "device_class",
                        classes.getOrDefault(id, ""), "front_iface", told.getOrDefault("front_iface", ""),
                        "hostname", facts.hostname(), "objectstore", told.getOrDefault("osd_objectstore", ""),
                        "public_addr", DataReader.host(DataReader.text(osd, "public_addr")), "ceph_version",
                        facts.version());
            }
        }
    }

    private Map<String, String> classes() {
        Map<String, String> classes = new HashMap<>();
        for (Map<?, ?> device : DataReader.maps(cluster.get("osd_map_crush"), "devices")) {
            classes.put(DataReader.text(device, "id"), DataReader.text(device, "class"));
        }
        return classes;
    }
}
