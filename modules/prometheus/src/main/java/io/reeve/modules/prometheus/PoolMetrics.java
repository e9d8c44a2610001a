package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The metrics of space and of pools. A figure that nobody here knows is left out. */
record PoolMetrics(ClusterView cluster) {
    private static final List<String> SPACE = List.of("total_bytes", "total_used_bytes", "total_used_raw_bytes");
    private static final List<String> POOL = List.of("max_avail", "avail_raw", "stored", "stored_raw", "objects",
            "dirty",
            "quota_bytes", "quota_objects", "rd", "rd_bytes", "wr", "wr_bytes", "compress_bytes_used",
            "compress_under_bytes", "bytes_used", "percent_used");
    private static final Set<String> GROWING = Set.of("rd", "rd_bytes", "wr", "wr_bytes");
    private static final Set<String> RECOVERY = new LinkedHashSet<>(List.of("recovering_objects_per_sec",
            "recovering_bytes_per_sec", "recovering_keys_per_sec", "num_objects_recovered", "num_bytes_recovered"));

    void write(Families to) throws IOException {
        Map<?, ?> df = DataReader.map(cluster.get("df"));
        for (String stat : SPACE) {
            Optional<Double> value = DataReader.number(DataReader.map(df, "stats"), stat);
            if (value.isPresent()) {
                to.one("ceph_cluster_" + stat, MetricType.GAUGE, "DF " + stat, value.get());
            }
        }
        metadata(to);
        for (String stat : POOL) {
            each(to, "ceph_pool_" + stat, GROWING.contains(stat) ? MetricType.COUNTER : MetricType.GAUGE,
                    "DF pool " + stat, DataReader.maps(df, "pools"), "id", "stats", stat);
        }
        for (String stat : RECOVERY) {
            each(to, "ceph_pool_" + stat, MetricType.GAUGE, "OSD pool stats: " + stat,
                    DataReader.maps(cluster.get("osd_pool_stats"), "pool_stats"), "pool_id", "recovery_rate", stat);
        }
    }

    /** Writes a family with a figure of each pool that has it. */
    private static void each(Families to, String name, MetricType type, String help, List<Map<?, ?>> pools, String id,
            String part, String stat) throws IOException {
        to.family(name, type, help);
        for (Map<?, ?> pool : pools) {
            Optional<Double> value = DataReader.number(DataReader.map(pool, part), stat);
            if (value.isPresent()) {
                to.add(value.get(), "pool_id", DataReader.text(pool, id));
            }
        }
    }

    private void metadata(Families to) throws IOException {
        to.family("ceph_pool_metadata", MetricType.UNTYPED, "POOL Metadata");
        for (Map<?, ?> pool : DataReader.maps(cluster.get("osd_map"), "pools")) {
            boolean replicated = DataReader.number(pool, "type").orElse(0.0) == 1;
            String compression = DataReader.text(DataReader.map(pool, "options"), "compression_mode");
            to.add(1, "pool_id", DataReader.text(pool, "pool"), "name", DataReader.text(pool, "pool_name"), "type",
                    replicated ? "replicated" : "unknown", "description",
                    replicated ? "replica:" + DataReader.text(pool, "size") : "unknown", "compression_mode",
                    compression.isEmpty() ? "none" : compression);
        }
    }
}
