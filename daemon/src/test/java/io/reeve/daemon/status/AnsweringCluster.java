package io.reeve.daemon.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterCommands;
import io.reeve.cluster.data.ClusterData;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.data.TellCommands;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.grammar.ParseResult;
import io.reeve.maps.MapAccess;
import io.reeve.maps.MapParts;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.fs.FsDraft;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMapView;
import io.reeve.store.health.HealthReport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** A small cluster in memory that has one of everything, with what its data names and commands give. */
final class AnsweringCluster implements MapAccess, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HealthReport HEALTH = HealthReport.of(
            List.of(List.of(HealthCheck.warning("OSD_DOWN", "1 osds down", "osd.2 is down"))), new TreeMap<>());
    private static final MgrMap MANAGERS = new MgrMap("reeve", "f", 1, false,
            new MgrMap.Active(manager("x"), 1, ManualTime.START, true, Map.of("dashboard", "http://127.0.0.1:9480/")),
            ManualTime.START, List.of(manager("y")), List.of("hello"));

    private static final List<RunningEvent> WORK = List.of(new RunningEvent("hello",
            ProgressEvent.of("greetings", "Greeting all").shownInStatus(), 0.5, ManualTime.START, false));

    private final ManualTime time = new ManualTime();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, time.time(),
            Stream.of(ClusterData.all(), MapParts.names(() -> 9_000L)).<DataName>flatMap(List::stream).toList(),
            List.of());
    private final OsdMapView osds = new OsdMapView(map());
    private final FsMap filesystems = new FsMap(3,
            List.of(new FsMap.Filesystem(1, "labfs", 1, 2, 3, 1, 1, false)),
            List.of(new FsMap.Mds(7, "a", "127.0.0.1:6804", 1, 0, "up:active", 2),
                    new FsMap.Mds(8, "b", "127.0.0.1:6805", 0, -1, "up:standby", 3)));
    private final MonMap mons = new MonMap("f", 1, 0, 7, 0, List.of(
            new MonMap.Mon(0, "1", "127.0.0.1:2181", true, MonMap.Mode.LEADER, "3.9.5"),
            new MonMap.Mon(1, "2", "127.0.0.1:2182", true, MonMap.Mode.DOWN, "")));
    private final Snapshot snapshot;

    AnsweringCluster() {
        state.start();
        state.set(StateParts.MGR_MAP, MANAGERS);
        state.set(StateParts.MGR_DUMP, Map.of("epoch", 1));
        state.set(StateParts.HEALTH, HEALTH.data(true));
        state.set(StateParts.CONFIG,
                new StateParts.ConfigView(Map.of("name", "mgr.x", "cluster", "reeve"), List.of("name"), List.of()));
        state.set(StateParts.OSDS, MapParts.view(osds.map()));
        state.set(StateParts.MONITORS, List.of(new StateParts.Monitor("1", "127.0.0.1:2181", "3.9.5")));
        state.set(MapParts.OSD_MAP, osds);
        state.set(MapParts.FS_MAP, filesystems);
        state.set(MapParts.MON_MAP, mons);
        report();
        snapshot = state.upToDate().join();
    }

    private static MgrMap.Manager manager(String name) {
        return new MgrMap.Manager(name, 5, "h1", 1, "http://127.0.0.1:9480/", "127.0.0.1:6800", "1.0", 0, List.of(),
                Map.of());
    }

    private static OsdMap map() {
        OsdMap map = OsdMap.empty("f", 1);
        OsdMapDraft draft = new OsdMapDraft(map, 2);
        for (int id = 0; id < 3; id++) {
            draft.boot(id, id, "127.0.0.1:" + (6810 + id));
            draft.crush().place(id, CrushLocation.reported("", "h" + id), "hdd");
            draft.crush().weigh(id, 0x10000);
        }
        draft.boot(3, 3, "127.0.0.1:6813");
        draft.change(draft.createPool("lab", 3, 8).usedBy("rbd"));
        map = draft.change().orElseThrow().apply(map);
        OsdMapDraft second = new OsdMapDraft(map, 3);
        second.down(2);
        boolean _ = second.flag("noout", true);
        return second.change().orElseThrow().apply(map);
    }

    /** Two reports of each, as rates and latencies are those between two. */
    private void report() {
        List<Reporting> storage = Stream.of("osd.0", "osd.1", "osd.2")
                .map(name -> new Reporting(state.reports(), name, 1, false,
                        Map.of("hostname", "h1", "device_ids", "sda=VENDOR_1", "device_paths", "sda=/dev/disk/1",
                                "ceph_version", "1.0")))
                .toList();
        new Reporting(state.reports(), "rgw.a", 4, true, Map.of("hostname", "h1", "version", "1.0"))
                .status(Map.of("up", "yes"), Map.of("task", "none"));
        Reporting _ = new Reporting(state.reports(), "mds.a");
        for (int ops = 10; ops < 100; ops += 50) {
            for (Reporting one : storage) {
                one.osd(1L << 30, 1L << 20, ops, new PlacementGroup("1.0", "active+clean", 3, 4096));
            }
            Snapshot _ = state.upToDate().join();
            time.pass(Duration.ofSeconds(5));
        }
    }

    /** The answer under a name of the table: of a data name, or of the command with these words. */
    JsonNode answer(String name) throws Exception {
        return switch (name) {
            case "get_counter" -> run("data counter osd.0 osd.op_w");
            case "get_server" -> run("data servers").get(0);
            case "list_servers" -> run("data servers");
            case "get_metadata" -> JSON.valueToTree(snapshot.metadata("osd", "0").orElseThrow());
            case "get_daemon_status" -> JSON.valueToTree(snapshot.daemonStatus("osd", "0").orElseThrow());
            case "health detail" -> JSON.valueToTree(HEALTH.data(true));
            default -> snapshot.names().contains(name)
                    ? JSON.valueToTree(Objects.requireNonNull(snapshot.get(name), name))
                    : run(name);
        };
    }

    /** This manager, which is told nothing here. */
    private record HereNothing() implements TellCommands.Here {
        @Override
        public String manager() {
            return "x";
        }

        @Override
        public HandleCommandResult run(List<String> words, Command told) {
            throw new UnsupportedOperationException("told " + words);
        }
    }

    @Override
    public PlacementGroups groups() {
        return PlacementGroups.of(snapshot);
    }

    private JsonNode run(String line) throws Exception {
        List<BuiltinCommand> all = Stream.of(commands(Clock.systemUTC()),
                ClusterCommands.of(() -> snapshot, (_, _, _, _) -> new CompletableFuture<>(), new HereNothing(), 1),
                new StatusCommands(() -> MANAGERS, () -> HEALTH, this, () -> snapshot, () -> WORK, Clock.systemUTC())
                        .commands())
                .<BuiltinCommand>flatMap(List::stream)
                .toList();
        if (!(BuiltinCommands.table(all, Map.of())
                .parse(List.of(line.split(" ", -1))) instanceof ParseResult.Parsed parsed)) {
            throw new IllegalArgumentException("no command: " + line);
        }
        return JSON.valueToTree(((BuiltinCommand) parsed.entry().handler())
                .handle(new Command(parsed.entry().signature().prefix(), parsed.args(), new byte[0], "json"))
                .data());
    }

    @Override
    public OsdMapView osd() {
        return osds;
    }

    @Override
    public FsMap fs() {
        return filesystems;
    }

    @Override
    public Optional<MonMap> mons() {
        return Optional.of(mons);
    }

    @Override
    public DaemonTable daemons() {
        return snapshot.daemons();
    }

    @Override
    public Optional<OsdMap> osdAt(long epoch) {
        return Optional.empty();
    }

    @Override
    public Optional<FsMap> fsAt(long epoch) {
        return Optional.empty();
    }

    @Override
    public HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) {
        throw new UnsupportedOperationException("this cluster only answers");
    }

    @Override
    public HandleCommandResult changeFs(Function<FsDraft, HandleCommandResult> how) {
        throw new UnsupportedOperationException("this cluster only answers");
    }

    @Override
    public void close() {
        state.close();
    }
}
