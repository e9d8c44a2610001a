package io.reeve.modules.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.Server;
import io.reeve.api.metrics.MetricType;
import io.reeve.api.testing.FakeCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final SeenChecks seen = new SeenChecks();

    private static MgrMap.Manager manager(String name, long gid, String url) {
        return new MgrMap.Manager(name, gid, "host-" + name, 1, url, "127.0.0.1:1", "0.1", 0,
                List.of(new MgrMap.AvailableModule("hello", true, ""), new MgrMap.AvailableModule("x", false, "no")),
                Map.of());
    }

    private static MgrMap map(MgrMap.@Nullable Manager active, MgrMap.Manager... standbys) {
        return new MgrMap("reeve", "f", 5, false, active == null
                ? null
                : new MgrMap.Active(active, 5, Instant.EPOCH, true, Map.of()), Instant.EPOCH, List.of(standbys),
                List.of("hello"));
    }

    private RecordingSink written() throws IOException {
        RecordingSink sink = new RecordingSink();
        new ClusterMetrics(cluster, map(manager("a", 1, "http://a:1/"), manager("b", 2, "http://b:1/")), seen)
                .write(new Families(sink, "c"));
        return sink;
    }

    private static Map<String, Object> check(String severity, String message) {
        return Map.of("severity", severity, "summary", Map.of("message", message, "count", 4));
    }

    @Test
    void healthIsToldAndAChecksThatHasGoneIsZero() throws IOException {
        cluster.data.put("health", Map.of("status", "HEALTH_WARN", "checks", Map.of("SLOW_OPS",
                check("HEALTH_WARN", "42 slow ops, oldest one blocked for 12 sec"), "OSD_DOWN",
                check("HEALTH_WARN", "down"))));
        assertThat(written().samples).contains("ceph_health_status{instance=\"c\"} 1.0",
                "ceph_healthcheck_slow_ops{instance=\"c\"} 42.0",
                "ceph_health_detail{name=\"OSD_DOWN\",severity=\"HEALTH_WARN\",instance=\"c\"} 1.0");
        cluster.data.put("health", Map.of("status", "HEALTH_OK", "checks", Map.of()));
        assertThat(written().samples).contains("ceph_health_status{instance=\"c\"} 0.0",
                "ceph_healthcheck_slow_ops{instance=\"c\"} 0.0",
                "ceph_health_detail{name=\"OSD_DOWN\",severity=\"HEALTH_WARN\",instance=\"c\"} 0.0");
        SeenChecks successor = new SeenChecks();
        successor.read(seen.text());
        assertThat(successor.checks(Map.of())).isEqualTo(seen.checks(Map.of())).hasSize(2);
    }

    @Test
    void managersAndMonitorsHaveCephsLabels() throws IOException {
        cluster.servers.add(new Server("h1", List.of(new Server.Service("mon", "1", "3.9")), "3.9"));
        cluster.data.put("mon_status", Map.of("quorum", List.of(0), "monmap", Map.of("mons", List.of(
                Map.of("rank", 0, "name", "1", "public_addr", "10.0.0.1:2181/0"),
                Map.of("rank", 1, "name", "2", "public_addr", "10.0.0.2:2181/0")))));
        assertThat(written().samples).contains(
                "ceph_mgr_metadata{ceph_daemon=\"mgr.a\",hostname=\"host-a\",ceph_version=\"0.1\",instance=\"c\"} 1.0",
                "ceph_mgr_status{ceph_daemon=\"mgr.a\",instance=\"c\"} 1.0",
                "ceph_mgr_status{ceph_daemon=\"mgr.b\",instance=\"c\"} 0.0",
                "ceph_mgr_module_status{name=\"hello\",instance=\"c\"} 1.0",
                "ceph_mgr_module_can_run{name=\"x\",instance=\"c\"} 0.0",
                "reeve_cluster_epoch{instance=\"c\"} 5.0",
                "ceph_mon_metadata{ceph_daemon=\"mon.1\",hostname=\"h1\",public_addr=\"10.0.0.1\",rank=\"0\","
                        + "ceph_version=\"3.9\",instance=\"c\"} 1.0",
                "ceph_mon_quorum_status{ceph_daemon=\"mon.1\",instance=\"c\"} 1.0",
                "ceph_mon_quorum_status{ceph_daemon=\"mon.2\",instance=\"c\"} 0.0");
    }

    @Test
    void storageDaemonsAreToldAlsoWhileTheyAreDownAndTheirDisksByHost() throws IOException {
        cluster.data.put("osd_map", Map.of("flags", "noout,sortbitwise,nodeep-scrub", "osds", List.of(
                Map.of("osd", 0, "up", 1, "in", 1, "weight", 0.5, "public_addr", "10.0.0.1:6800/0"),
                Map.of("osd", 1, "up", 0, "in", 1, "weight", 1.0, "public_addr", "10.0.0.1:6801/0"))));
        cluster.data.put("osd_map_crush", Map.of("devices", List.of(Map.of("id", 0, "name", "osd.0", "class", "ssd"))));
        cluster.data.put("osd_stats", Map.of("osd_stats", List.of(
                Map.of("osd", 0, "perf_stat", Map.of("apply_latency_ms", 3, "commit_latency_ms", 4)))));
        Map<String, String> told = Map.of("hostname", "h1", "osd_objectstore", "bluestore", "bluestore_bdev_dev_node",
                "/dev/sda", "devices", "sda");
        cluster.metadata.put("osd.0", told);
        cluster.servers.add(new Server("h1", List.of(new Server.Service("osd", "0", "v")), "v"));
        RecordingSink sink = written();
        assertThat(sink.families).containsEntry("ceph_osd_up", MetricType.UNTYPED);
        assertThat(sink.samples).contains("ceph_osd_flag_noout{instance=\"c\"} 1.0",
                "ceph_osd_flag_nodeep_scrub{instance=\"c\"} 1.0", "ceph_osd_flag_noin{instance=\"c\"} 0.0",
                "ceph_osd_up{ceph_daemon=\"osd.1\",instance=\"c\"} 0.0",
                "ceph_osd_weight{ceph_daemon=\"osd.0\",instance=\"c\"} 0.5",
                "ceph_osd_apply_latency_ms{ceph_daemon=\"osd.0\",instance=\"c\"} 3.0",
                "ceph_osd_metadata{back_iface=\"\",ceph_daemon=\"osd.0\",cluster_addr=\"\",device_class=\"ssd\",front_iface=\"\","
                        + "hostname=\"h1\",objectstore=\"bluestore\",public_addr=\"10.0.0.1\",ceph_version=\"v\",instance=\"c\"} 1.0",
                "ceph_disk_occupation{ceph_daemon=\"osd.0\",device=\"/dev/sda\",db_device=\"\",wal_device=\"\",instance=\"h1\","
                        + "devices=\"sda\",device_ids=\"N/A\"} 1.0",
                "ceph_disk_occupation_human{ceph_daemon=\"osd.0\",device=\"/dev/sda\",instance=\"h1\"} 1.0");
    }

    @Test
    void poolsGroupsAndFileSystemsAreTold() throws IOException {
        cluster.data.put("osd_map",
                Map.of("pools", List.of(Map.of("pool", 3, "pool_name", "data", "type", 1, "size", 2))));
        cluster.data.put("df", Map.of("stats", Map.of("total_bytes", 100), "pools",
                List.of(Map.of("id", 3, "stats", Map.of("stored", 7, "rd", 5)))));
        cluster.data.put("pg_summary", Map.of("by_pool", Map.of("3", Map.of("active+clean", 5, "active+degraded", 2)),
                "pg_stats_sum", Map.of("stat_sum", Map.of("num_objects_degraded", 9))));
        cluster.data.put("fs_map",
                Map.of("epoch", 4, "standbys", List.of(Map.of("name", "s", "addr", "1:2/0", "rank", -1)),
                        "filesystems",
                        List.of(Map.of("id", 1, "mdsmap", Map.of("fs_name", "home", "info", Map.of("gid_7",
                                Map.of("name", "m", "addr", "1:1/0", "rank", 0)))))));
        RecordingSink sink = written();
        assertThat(sink.families).containsEntry("ceph_pool_rd", MetricType.COUNTER);
        assertThat(sink.samples).contains(
                "ceph_pool_metadata{pool_id=\"3\",name=\"data\",type=\"replicated\",description=\"replica:2\","
                        + "compression_mode=\"none\",instance=\"c\"} 1.0",
                "ceph_cluster_total_bytes{instance=\"c\"} 100.0", "ceph_pool_stored{pool_id=\"3\",instance=\"c\"} 7.0",
                "ceph_pool_rd{pool_id=\"3\",instance=\"c\"} 5.0", "ceph_pg_total{pool_id=\"3\",instance=\"c\"} 7.0",
                "ceph_pg_active{pool_id=\"3\",instance=\"c\"} 7.0", "ceph_pg_clean{pool_id=\"3\",instance=\"c\"} 5.0",
                "ceph_pg_stale{pool_id=\"3\",instance=\"c\"} 0.0", "ceph_num_objects_degraded{instance=\"c\"} 9.0",
                "ceph_fs_metadata{data_pools=\"\",fs_id=\"1\",metadata_pool=\"\",name=\"home\",instance=\"c\"} 1.0",
                "ceph_mds_metadata{ceph_daemon=\"mds.s\",fs_id=\"-1\",hostname=\"\",public_addr=\"1:2/0\",rank=\"-1\","
                        + "ceph_version=\"\",instance=\"c\"} 1.0",
                "reeve_cluster_map_epoch{map=\"fs\",instance=\"c\"} 4.0");
    }

    @Test
    void everyNameIsOneOfCeph16OrOursAndThePageTellsWhichOfCephsAreNotHere() throws IOException {
        cluster.data.put("df",
                Map.of("stats", Map.of("total_bytes", 1, "total_used_bytes", 1, "total_used_raw_bytes", 1)));
        cluster.data.put("pg_summary", Map.of("pg_stats_sum", Map.of("stat_sum",
                Map.of("num_objects_degraded", 0, "num_objects_misplaced", 0, "num_objects_unfound", 0))));
        Set<String> told = new TreeSet<>(written().families.keySet());
        Set<String> ours = told.stream().filter(name -> name.startsWith("reeve_")).collect(Collectors.toSet());
        told.removeAll(ours);
        assertThat(ours).containsExactlyInAnyOrder("reeve_cluster_epoch", "reeve_cluster_map_epoch");
        Set<String> missing = new TreeSet<>(ceph16());
        assertThat(missing).containsAll(told);
        missing.removeAll(told);
        assertThat(namesInTable("| Ceph's metric | why it is not here |")).isEqualTo(missing);
    }

    private static Set<String> ceph16() throws IOException {
        try (InputStream in = ClusterMetricsTest.class.getResourceAsStream("ceph-16-metrics.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> namesInTable(String heading) throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> lines = Files.readAllLines(Path.of("../../src/site/markdown/prometheus.md"));
        for (int i = lines.indexOf(heading) + 2; i > 1 && i < lines.size() && lines.get(i).startsWith("|"); i++) {
            Pattern.compile("`(ceph_\\w+)`")
                    .matcher(lines.get(i).split("\\|")[1])
                    .results()
                    .forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    @Test
    void managersAreTargetsWithSchemeAndPathWhereTheyAreNotTheUsualOnes() {
        assertThat(Targets.json(map(manager("a", 1, "http://127.0.0.1:9481/"),
                manager("b", 2, "https://b.example/reeve/"), manager("c\"", 3, "http://[::1]:1/"))))
                .isEqualTo("[{\"targets\": [\"127.0.0.1:9481\"], \"labels\": {\"__meta_reeve_mgr\": \"a\"}}, "
                        + "{\"targets\": [\"b.example:443\"], \"labels\": {\"__meta_reeve_mgr\": \"b\", \"__scheme__\": \"https\","
                        + " \"__metrics_path__\": \"/reeve/metrics\"}}, "
                        + "{\"targets\": [\"[::1]:1\"], \"labels\": {\"__meta_reeve_mgr\": \"c\\\"\"}}]");
        assertThat(Targets.json(map(null))).isEqualTo("[]");
    }

    @Test
    void aHostWithAnUnderscoreIsATarget() {
        assertThat(Targets.json(map(manager("a", 1, "http://mgr_a:9480/"), manager("b", 2, "http://mgr_b/"))))
                .contains("[\"mgr_a:9480\"]", "[\"mgr_b:80\"]");
    }
}
