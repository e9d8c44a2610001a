package io.reeve.cluster.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.testing.Reporting;
import io.reeve.command.output.ResultFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterCommandsTest {
    private static final List<PerfCounter> SCHEMA = List.of(gauge("osd.stat_bytes"), gauge("osd.stat_bytes_used"),
            gauge("osd.stat_bytes_avail"));

    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, Clocks.system(),
            ClusterData.all(),
            List.of());
    private final List<BuiltinCommand> commands = new ArrayList<>();

    private static PerfCounter gauge(String path) {
        return new PerfCounter(path, PerfCounter.Type.GAUGE, "", "", 5, PerfCounter.Unit.BYTES, Map.of(), List.of());
    }

    @BeforeEach
    void fill() throws Exception {
        state.start();
        DaemonReports.Session osd = open("osd.0", false);
        osd.report(new DaemonReport(SCHEMA, new long[]{4 << 20, 1 << 20, 3 << 20}, null, null, null,
                List.of(new PlacementGroup("1.f", "active+clean", 2, 1024)), null));
        open("rgw.a", true).report(new DaemonReport(List.of(), new long[0], Map.of("state", "fine"), null, null, null,
                null));
        DaemonReports.Session _ = open("mds.a", false);
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);
        commands.addAll(new DataCommands(state::snapshot).commands());
        commands.addAll(new DaemonListCommands(state::snapshot, 1).commands());
        commands.addAll(new SpaceCommands(state::snapshot).commands());
        commands.add(new PoolStats(state::snapshot).command());
        commands.add(new PgQuery(state::snapshot).command());
    }

    private DaemonReports.Session open(String name, boolean service) {
        return state.reports()
                .open(new DaemonOpening(DaemonId.of(name), 1, service, Map.of("hostname", "h1", "version", "1.2"),
                        "127.0.0.1:1"));
    }

    @AfterEach
    void close() {
        state.close();
    }

    private HandleCommandResult run(String prefix, Map<String, Object> args) throws Exception {
        for (BuiltinCommand command : commands) {
            if (command.descriptor().cmd().replaceAll(" name=.*", "").equals(prefix)) {
                return command.handle(new Command(prefix, args, new byte[0], "json"));
            }
        }
        throw new AssertionError("no command " + prefix);
    }

    private JsonNode data(String prefix, Map<String, Object> args) throws Exception {
        return new ObjectMapper().valueToTree(run(prefix, args).data());
    }

    private String plain(String prefix, Map<String, Object> args) throws Exception {
        return new String(ResultFormat.PLAIN.render(run(prefix, args)).stdout(), StandardCharsets.UTF_8)
                .stripTrailing();
    }

    @Test
    void dataShowsWhatModulesSee() throws Exception {
        assertThat(data("data ls", Map.of()).toString()).contains("\"df\"").contains("\"osd_metadata\"");
        assertThat(data("data get", Map.of("name", "osd_metadata")).at("/0/hostname").asText()).isEqualTo("h1");
        HandleCommandResult unknown = run("data get", Map.of("name", "nope"));
        assertThat(unknown.retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(unknown.stderr()).contains("'nope'").contains("osd_metadata");
        assertThat(data("data servers", Map.of()).at("/0/services")).hasSize(3);
        assertThat(plain("data servers", Map.of())).contains("h1    osd.0   1.2");
    }

    @Test
    void countersAreListsOfTimeAndValue() throws Exception {
        JsonNode samples = data("data counter", Map.of("daemon", "osd.0", "path", "osd.stat_bytes"));
        assertThat(samples.at("/osd.stat_bytes/0/1").asLong()).isEqualTo(4 << 20);
        assertThat(data("data counter", Map.of("daemon", "osd.0", "path", "osd.nope")).get("osd.nope")).isEmpty();
        assertThat(run("data counter", Map.of("daemon", "osd", "path", "x")).retval())
                .isEqualTo(-Errno.EINVAL.number());
    }

    @Test
    void servicesAndNodes() throws Exception {
        assertThat(data("service dump", Map.of()).at("/services/rgw/daemons/a/gid").asLong()).isEqualTo(1);
        assertThat(data("service status", Map.of()).at("/rgw/a/status/state").asText()).isEqualTo("fine");
        assertThat(data("node ls", Map.of())).hasToString(
                "{\"mon\":{},\"mgr\":{},\"osd\":{\"h1\":[0]},\"mds\":{\"h1\":[\"a\"]},\"rgw\":{\"h1\":[\"a\"]}}");
        assertThat(data("node ls", Map.of("type", "osd"))).hasToString("{\"h1\":[0]}");
        assertThat(data("versions", Map.of()).at("/overall/1.2").asInt()).isEqualTo(3);
        String one = "[{\"features\":\"0x1\",\"release\":\"1.2\",\"num\":1}]";
        assertThat(data("features", Map.of()))
                .hasToString("{\"osd\":" + one + ",\"mds\":" + one + ",\"rgw\":" + one + "}");
        assertThat(data("mds metadata", Map.of("who", "a")).get("hostname").asText()).isEqualTo("h1");
        assertThat(run("mds metadata", Map.of("who", "b")).retval()).isEqualTo(-Errno.ENOENT.number());
    }

    @Test
    void managersAndMonitorsAreThoseOfTheMapsWhoeverReportsAsOne() throws Exception {
        DaemonReports.Session _ = open("mgr.a", false);
        DaemonReports.Session _ = open("mon.a", false);
        DaemonReports.Session _ = open("mon.10.0.0.1:2181", false);
        state.set(StateParts.MONITORS, List.of(new StateParts.Monitor("1", "10.0.0.1:2181", "3.9.5"),
                new StateParts.Monitor("2", "10.0.0.2:2181", "3.9.5")));
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);

        assertThat(data("node ls", Map.of("type", "mgr"))).isEmpty();
        assertThat(data("node ls", Map.of("type", "mon"))).hasToString("{\"10.0.0.2\":[\"2\"],\"h1\":[\"1\"]}");
        assertThat(data("versions", Map.of()).get("mon")).hasToString("{\"3.9.5\":2}");
        assertThat(data("versions", Map.of()).get("mgr")).isEmpty();
    }

    @Test
    void spaceAndGroups() throws Exception {
        assertThat(data("df", Map.of()).at("/stats/total_used_bytes").asLong()).isEqualTo(1 << 20);
        assertThat(plain("df", Map.of())).contains("TOTAL  4.0 MiB  3.0 MiB  1.0 MiB   1.0 MiB      25.00");
        assertThat(plain("pg stat", Map.of())).isEqualTo(
                "1 pgs: 1 active+clean; 1.0 KiB data, 1.0 MiB used, 3.0 MiB / 4.0 MiB avail");
        assertThat(data("pg stat", Map.of()).at("/pg_summary/num_pg_by_state/0/num").asInt()).isEqualTo(1);
        assertThat(data("pg dump", Map.of()).at("/pg_map/pg_stats/0/pgid").asText()).isEqualTo("1.f");
        JsonNode pools = data("pg dump", Map.of("dumpcontents", List.of("pools"))).get("pg_map");
        assertThat(pools.has("pool_stats")).isTrue();
        assertThat(pools.has("pg_stats")).isFalse();
        assertThat(data("pg dump", Map.of("dumpcontents", List.of("pgs_brief"))).at("/pg_map/pg_stats/0")
                .has("stat_sum")).isFalse();
    }

    private long maxAvail(long... weights) throws Exception {
        Map<Integer, StateParts.OsdSummary> osds = new TreeMap<>();
        Map<Integer, Long> shares = new TreeMap<>();
        for (int id = 0; id < weights.length; id++) {
            osds.put(id, new StateParts.OsdSummary(id, true, weights[id] >= 0, 1, "hdd"));
            shares.put(id, Math.abs(weights[id]));
        }
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1, osds,
                List.of(new StateParts.PoolSummary(1, "lab", 3, 0, 0, shares)), 0.95));
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);
        return data("df", Map.of()).at("/pools/0/stats/max_avail").asLong();
    }

    @Test
    void whatAPoolCanTakeIsLimitedByTheFullestStorageDaemonForItsWeight() throws Exception {
        long gib = 1L << 30;
        long[][] free = {{20, 11}, {20, 11}, {2000, 2000}};
        for (int id = 0; id < 3; id++) {
            open("osd." + id, false).report(new DaemonReport(SCHEMA, new long[]{free[id][0] * gib,
                    (free[id][0] - free[id][1]) * gib, free[id][1] * gib}, null, null, null, List.of(), null));
        }
        assertThat(maxAvail(1, 1, 1)).as("10 GiB until osd.0 is at 95 %").isEqualTo(10 * gib);
        assertThat(maxAvail(2, 2, 200)).as("a hundredth of the data each").isEqualTo(10 * gib * 102 / 3);
        assertThat(maxAvail(1, 1, 0)).as("what has no weight gets nothing").isEqualTo(10 * gib * 2 / 3);
        assertThat(maxAvail(1, -1, 1)).as("who is out keeps its part, as in Ceph").isEqualTo(10 * gib);
    }

    @Test
    void spaceByClassIsThatOfTheHierarchyAndNotOfWhatADaemonSaysOfItself() throws Exception {
        new Reporting(state.reports(), "osd.1", 1, false, Map.of("default_device_class", "nvme")).osd(4096, 0, 0);
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1,
                Map.of(0, new StateParts.OsdSummary(0, true, true, 1, "hdd"), 1,
                        new StateParts.OsdSummary(1, true, true, 1, "")),
                List.of(), 0.95));
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);
        assertThat(data("df", Map.of()).get("stats_by_class").properties()).extracting(Map.Entry::getKey)
                .containsExactly("hdd");
    }

    @Test
    void groupsAreListedByPoolAndState() throws Exception {
        assertThat(data("pg ls", Map.of()).at("/pg_stats/0/pgid").asText()).isEqualTo("1.f");
        assertThat(data("pg ls", Map.of("pool", 2L)).get("pg_stats")).isEmpty();
        assertThat(data("pg ls", Map.of("pool", 1L, "states", List.of("clean"))).get("pg_stats")).hasSize(1);
        assertThat(data("pg ls", Map.of("states", List.of("degraded"))).get("pg_stats")).isEmpty();
    }

    @Test
    void groupIsShownWithWhatEachOfItsHoldersReports() throws Exception {
        open("osd.1", false).report(new DaemonReport(SCHEMA, new long[]{4 << 20, 1 << 20, 3 << 20}, null, null, null,
                List.of(new PlacementGroup("1.f", "active+recovering", 1, 512)), null));
        Snapshot _ = state.upToDate().get(10, TimeUnit.SECONDS);

        JsonNode group = data("pg", Map.of("pgid", "1.f", "cmd", "query"));
        assertThat(group.get("state").asText()).isEqualTo("active+clean");
        assertThat(group.get("acting")).hasToString("[0,1]");
        assertThat(group.at("/info/pgid").asText()).isEqualTo("1.f");
        assertThat(group.at("/info/stats/stat_sum")).hasToString(
                "{\"num_bytes\":1024,\"num_objects\":2,\"num_object_copies\":3}");
        assertThat(group.get("peer_info")).hasToString("[{\"peer\":\"1\",\"pgid\":\"1.f\",\"stats\":"
                + "{\"state\":\"active+recovering\",\"stat_sum\":{\"num_bytes\":512,\"num_objects\":1}}}]");
        assertThat(run("pg", Map.of("pgid", "1.e", "cmd", "query")).stderr()).startsWith("pgid '1.e' does not exist");
        assertThat(run("pg", Map.of("pgid", "1.0f", "cmd", "query")).retval()).isEqualTo(-Errno.EINVAL.number());
    }

    @Test
    void missingCopiesAreShownPoolByPool() throws Exception {
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1,
                Map.of(0, new StateParts.OsdSummary(0, true, true, 1, "hdd")),
                List.of(new StateParts.PoolSummary(1, "lab", 3, 0, 0, Map.of()),
                        new StateParts.PoolSummary(2, "x", 3, 0, 0, Map.of())),
                0.95));
        Snapshot _ = state.upToDate().get(10, TimeUnit.SECONDS);

        assertThat(plain("osd pool stats", Map.of())).isEqualTo(
                "pool lab id 1\n  4/6 objects degraded (66.667%)\n\npool x id 2\n  nothing is going on");
        JsonNode all = data("osd pool stats", Map.of());
        assertThat(all.get(0)).hasToString("{\"pool_name\":\"lab\",\"pool_id\":1,\"recovery\":{\"degraded_objects\":4,"
                + "\"degraded_total\":6,\"degraded_ratio\":0.6666666666666666},\"recovery_rate\":{},"
                + "\"client_io_rate\":{}}");
        assertThat(data("osd pool stats", Map.of("pool_name", "x"))).hasSize(1);
        assertThat(run("osd pool stats", Map.of("pool_name", "y")).stderr()).isEqualTo("unrecognized pool 'y'");
    }

    @Test
    void copiesOfAStaleGroupAreCountedAsLastHeardInEachPoolAsInTheWholeCluster() throws Exception {
        DaemonReports.Session other = open("osd.1", false);
        other.report(new DaemonReport(SCHEMA, new long[]{4 << 20, 1 << 20, 3 << 20}, null, null, null,
                List.of(new PlacementGroup("1.f", "active+clean", 2, 1024)), null));
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1,
                Map.of(0, new StateParts.OsdSummary(0, false, true, 1, "hdd"), 1,
                        new StateParts.OsdSummary(1, false, true, 1, "hdd")),
                List.of(new StateParts.PoolSummary(1, "lab", 3, 0, 0, Map.of())), 0.95));
        Snapshot now = state.upToDate().get(60, TimeUnit.SECONDS);

        assertThat(PlacementGroups.of(now).all()).singleElement().satisfies(group -> {
            assertThat(group.state()).startsWith("stale+");
            assertThat(group.missing().value()).isEqualTo(2);
        });
        assertThat(data("osd pool stats", Map.of()).at("/0/recovery/degraded_objects").asLong()).isEqualTo(2);
        assertThat(data("osd pool stats", Map.of()).at("/0/recovery/degraded_total").asLong()).isEqualTo(6);
    }

    @Test
    void sumsOfSizesAreNeverNegative() throws Exception {
        long most = (1L << 53) - 1;
        PlacementGroup[] large = IntStream.range(0, 3000)
                .mapToObj(i -> new PlacementGroup("1." + Integer.toHexString(i), "active+clean", most, most))
                .toArray(PlacementGroup[]::new);
        for (int id = 1; id < 4; id++) {
            open("osd." + id, false).report(new DaemonReport(SCHEMA, new long[]{-1, 1 << 20, -2}, null, null, null,
                    List.of(large), null));
        }
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(1, IntStream.range(0, 4)
                .boxed()
                .collect(
                        Collectors.toMap(id -> id, id -> new StateParts.OsdSummary(id, true, true, 1, "hdd"))),
                List.of(new StateParts.PoolSummary(1, "lab", 1, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L, 3, 1L))), 0.95));
        Snapshot now = state.upToDate().get(60, TimeUnit.SECONDS);

        for (String name : List.of("df", "pg_status", "pg_dump", "osd_stats", "pool_stats", "pg_summary")) {
            assertThat(now.get(name)).as(name).asString().doesNotContain("=-");
        }
        assertThat(data("df", Map.of()).at("/stats/total_bytes").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(data("df", Map.of()).at("/pools/0/stats/stored").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(plain("df", Map.of())).contains("8.0 EiB").doesNotContainPattern("-[0-9]");
    }
}
