package io.reeve.cluster.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The data of a small cluster has the keys and types that a real Ceph gave (src/test/resources/ceph), but for those left out. */
class CephKeysTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LEFT_OUT_OF_OSD = Set.of("seq", "num_per_pool_osds", "num_per_pool_omap_osds",
            "kb_used_data", "kb_used_omap", "kb_used_meta", "hb_peers", "snap_trim_queue_len", "num_snap_trimming",
            "num_shards_repaired", "op_queue_age_hist", "alerts");

    private final ManualTime clock = new ManualTime();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, clock.time(), ClusterData.all(),
            List.of());
    private Snapshot snapshot = state.snapshot();

    @BeforeEach
    void fill() throws Exception {
        state.start();
        MgrMap.Manager x = new MgrMap.Manager("x", 5, "h1", 1, "http://127.0.0.1:9480/", "127.0.0.1:6800", "1.0", 0,
                List.of(), Map.of());
        state.set(StateParts.MGR_MAP, new MgrMap("reeve", "f", 1, false,
                new MgrMap.Active(x, 1, ManualTime.START, true, Map.of()), ManualTime.START, List.of(), List.of()));
        state.set(StateParts.HEALTH, Map.of("status", "HEALTH_OK", "checks", Map.of(), "mutes", List.of()));
        state.set(StateParts.CONFIG,
                new StateParts.ConfigView(Map.of("name", "mgr.x", "cluster", "reeve"), List.of("name"), List.of()));
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(7, Map.of(0, osd(0), 1, osd(1), 2, osd(2)),
                List.of(new StateParts.PoolSummary(2, "lab", 2, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L))), 0.95));
        Reporting zero = new Reporting(state.reports(), "osd.0", 1, false, Map.of("hostname", "h1", "device_ids",
                "sda=VENDOR_1", "device_paths", "sda=/dev/disk/1"));
        Reporting one = new Reporting(state.reports(), "osd.1");
        Reporting unmapped = new Reporting(state.reports(), "osd.9");
        Reporting rgw = new Reporting(state.reports(), "rgw.a", 4, true, Map.of("hostname", "h1"));
        zero.osd(1000 << 10, 100 << 10, 10, group("2.0", 3), group("2.a", 4));
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);
        clock.pass(Duration.ofSeconds(5));
        zero.osd(1000 << 10, 100 << 10, 60, group("2.0", 3), group("2.a", 4));
        one.osd(3000 << 10, 300 << 10, 10, group("2.0", 3));
        unmapped.osd(1 << 20, 1, 1, group("9.9", 9));
        rgw.status(Map.of("up", "yes"), Map.of("task", "none"));
        snapshot = state.upToDate().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private static StateParts.OsdSummary osd(int id) {
        return new StateParts.OsdSummary(id, true, true, 3, "hdd");
    }

    private static PlacementGroup group(String pgid, long objects) {
        return new PlacementGroup(pgid, "active+clean", objects, objects * 100);
    }

    private JsonNode ours(String name) {
        return JSON.valueToTree(Objects.requireNonNull(snapshot.get(name), name));
    }

    private static JsonNode ceph(String name) throws IOException {
        try (InputStream in = CephKeysTest.class.getResourceAsStream("/ceph/" + name + ".json")) {
            return JSON.readTree(in);
        }
    }

    /** Each of ours is there in Ceph's with the same type; what Ceph's has beyond that is exactly what is left out. */
    private static void same(JsonNode ours, JsonNode ceph, Set<String> leftOut) {
        Set<String> missing = keys(ceph);
        missing.removeAll(keys(ours));
        assertThat(missing).isEqualTo(new TreeSet<>(leftOut));
        assertThat(keys(ceph)).containsAll(keys(ours));
        for (String key : keys(ours)) {
            assertThat(ours.get(key).getNodeType()).as(key).isEqualTo(ceph.get(key).getNodeType());
        }
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void df() throws IOException {
        JsonNode df = ours("df");
        JsonNode ceph = ceph("df");
        same(df, ceph, Set.of());
        same(df.get("stats"), ceph.get("stats"), Set.of("num_per_pool_osds", "num_per_pool_omap_osds"));
        same(df.at("/stats_by_class/hdd"), ceph.at("/stats_by_class/hdd"), Set.of());
        same(df.at("/pools/0"), ceph.at("/pools/0"), Set.of());
        same(df.at("/pools/0/stats"), ceph.at("/pools/0/stats"),
                Set.of("stored_data", "stored_omap", "data_bytes_used", "omap_bytes_used", "dirty", "rd", "rd_bytes",
                        "wr", "wr_bytes", "compress_bytes_used", "compress_under_bytes"));
        assertThat(df.at("/stats/total_bytes").asLong()).as("osd.9 is not in the map").isEqualTo(4000 << 10);
        assertThat(df.at("/stats/num_osds").asInt()).isEqualTo(2);
        assertThat(df.at("/pools/0/stats/stored").asLong()).isEqualTo(700);
        assertThat(df.at("/pools/0/stats/bytes_used").asLong()).isEqualTo(1000);
        assertThat(df.at("/pools/0/stats/max_avail").asLong())
                .as("osd.0 can take 850 KiB until it is full and gets a third of all data; of 7 objects there are 10 copies")
                .isEqualTo((850 * 3) * 1024 * 7 / 10);
    }

    @Test
    void osdStats() throws IOException {
        JsonNode stats = ours("osd_stats");
        JsonNode ceph = ceph("osd_stats");
        same(stats, ceph, Set.of("pool_statfs"));
        same(stats.at("/osd_stats/0"), ceph.at("/osd_stats/0"), LEFT_OUT_OF_OSD);
        same(stats.at("/osd_stats/0/statfs"), ceph.at("/osd_stats/0/statfs"),
                Set.of("internally_reserved", "allocated", "data_stored", "data_compressed",
                        "data_compressed_allocated", "data_compressed_original", "omap_allocated",
                        "internal_metadata"));
        assertThat(stats.get("osd_stats")).hasSize(2);
        same(stats.at("/osd_stats/0/perf_stat"), ceph.at("/osd_stats/0/perf_stat"), Set.of());
        assertThat(stats.at("/osd_stats/0/perf_stat/commit_latency_ms").asDouble()).isEqualTo(2);
        assertThat(stats.at("/osd_stats/1").has("perf_stat")).as("after one report").isFalse();
        assertThat(stats.at("/osd_stats/0/kb_used").asLong()).isEqualTo(100);
        assertThat(stats.at("/osd_stats/0/num_pgs").asInt()).isEqualTo(2);
    }

    @Test
    void pgSummary() throws IOException {
        JsonNode summary = ours("pg_summary");
        JsonNode ceph = ceph("pg_summary");
        same(summary, ceph, Set.of());
        same(summary.get("pg_stats_sum"), ceph.get("pg_stats_sum"),
                Set.of("store_stats", "log_size", "ondisk_log_size", "num_store_stats"));
        assertThat(keys(ceph.at("/pg_stats_sum/stat_sum"))).containsAll(keys(summary.at("/pg_stats_sum/stat_sum")));
        assertThat(keys(summary.at("/pg_stats_sum/stat_sum"))).containsExactly("num_bytes", "num_object_copies",
                "num_objects", "num_objects_degraded", "num_read", "num_read_kb", "num_write", "num_write_kb");
        assertThat(summary.at("/by_osd/0/active+clean").asInt()).isEqualTo(2);
        assertThat(summary.at("/by_pool/2/active+clean").asInt()).isEqualTo(2);
        assertThat(summary.at("/all/active+clean").asInt()).isEqualTo(2);
        assertThat(summary.at("/pg_stats_sum/acting").asInt()).isEqualTo(3);
        assertThat(summary.at("/pg_stats_sum/stat_sum/num_objects_degraded").asInt()).as("2.a is there once")
                .isEqualTo(4);
    }

    @Test
    void pgStatusAndIoRate() throws IOException {
        JsonNode status = ours("pg_status");
        JsonNode ceph = ceph("pg_status");
        assertThat(keys(status)).containsAll(keys(ceph)); // rates are there in Ceph only while there are any
        same(status.at("/pgs_by_pool_state/0"), ceph.at("/pgs_by_pool_state/0"), Set.of());
        same(status.at("/pgs_by_state/0"), ceph.at("/pgs_by_state/0"), Set.of());
        assertThat(status.get("read_op_per_sec").asInt()).isEqualTo(10);
        JsonNode rate = ours("io_rate").get("pg_stats_delta");
        same(rate, ceph("io_rate").get("pg_stats_delta"), Set.of("store_stats", "log_size", "ondisk_log_size", "up",
                "acting", "num_store_stats"));
        assertThat(rate.at("/stat_sum/num_read").asInt()).isEqualTo(50);
        assertThat(rate.get("stamp_delta").asText()).isEqualTo("5.000000");
    }

    @Test
    void osdPoolStats() throws IOException {
        same(ours("osd_pool_stats").at("/pool_stats/0"), ceph("osd_pool_stats").at("/pool_stats/0"),
                Set.of());
    }

    @Test
    void placementGroups() {
        JsonNode dump = ours("pg_dump");
        assertThat(keys(dump)).containsExactly("last_osdmap_epoch", "osd_stats", "osd_stats_sum", "pg_stats",
                "pg_stats_sum", "pool_stats", "version");
        assertThat(dump.at("/pg_stats/0/pgid").asText()).isEqualTo("2.0");
        assertThat(dump.at("/pg_stats/0/acting")).hasToString("[0,1]");
        assertThat(dump.at("/pg_stats/1/acting_primary").asInt()).isZero();
        assertThat(ours("pg_stats").get("pg_stats")).isEqualTo(dump.get("pg_stats"));
        assertThat(ours("pool_stats").get("pool_stats")).isEqualTo(dump.get("pool_stats"));
        assertThat(ours("pg_ready").get("pg_ready").asBoolean()).as("osd.2 is up and has not reported").isFalse();
    }

    @Test
    void serviceMap() throws IOException {
        JsonNode map = ours("service_map");
        same(map, ceph("service_map"), Set.of());
        JsonNode daemons = map.at("/services/rgw/daemons");
        assertThat(keys(daemons)).containsExactly("a", "summary");
        assertThat(keys(daemons.get("a"))).containsExactly("addr", "gid", "metadata", "start_epoch", "start_stamp",
                "task_status");
        assertThat(map.get("modified").asText()).matches("2026-11-22T17:00:0\\d\\.\\d{6}\\+0000");
        assertThat(daemons.at("/a/start_epoch").asLong()).isLessThan(map.get("epoch").asLong());
    }

    @Test
    void metadataListsTheStorageDaemonsOfTheMap() throws IOException {
        assertThat(keys(ours("osd_metadata"))).containsExactly("0", "1");
        assertThat(ours("osd_metadata").at("/0").fieldNames().next())
                .isEqualTo(ceph("osd_metadata").at("/0").fieldNames().next());
        assertThat(keys(ours("mds_metadata"))).isEmpty();
    }

    @Test
    void devicesAndOthers() throws IOException {
        same(ours("devices"), ceph("devices"), Set.of());
        assertThat(ours("devices").at("/devices/0/location/0/path").asText()).isEqualTo("/dev/disk/1");
        assertThat(ours("device VENDOR_1").at("/device/daemons/0").asText()).isEqualTo("osd.0");
        assertThat(ours("mgr_ips")).isEqualTo(ceph("mgr_ips"));
        assertThat(ours("health").get("json").isTextual()).isEqualTo(ceph("health").get("json").isTextual());
        assertThat(JSON.readTree(ours("health").get("json").asText()).get("status").asText()).isEqualTo("HEALTH_OK");
        assertThat(keys(ours("config"))).allMatch(keys(ceph("config"))::contains);
        assertThat(ours("config_options").at("/options/0").asText()).isEqualTo("name");
    }

    @Test
    void everyNameHasDataWhenEverythingIsThere() {
        state.set(StateParts.MGR_DUMP, Map.of("epoch", 1));
        snapshot = state.upToDate().join();
        assertThat(snapshot.names()).allSatisfy(name -> assertThat(snapshot.get(name)).as(name).isNotNull());
    }

    @Test
    void aGroupWithoutALiveStorageDaemonIsStale() {
        state.set(StateParts.OSDS,
                new StateParts.OsdMapSummary(8,
                        Map.of(0, new StateParts.OsdSummary(0, false, true, 3, "hdd"), 1, osd(1)),
                        List.of(), 0.95));
        snapshot = state.upToDate().join();
        assertThat(ours("pg_summary").at("/all/stale+active+clean").asInt()).isEqualTo(1);
        assertThat(ours("pg_summary").at("/all/active+clean").asInt()).isEqualTo(1);
        assertThat(ours("pg_dump").at("/pg_stats/1/acting_primary").asInt()).isEqualTo(-1);
    }
}
