package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import io.reeve.cluster.Ages;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.data.WriteLatency;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code osd tree|dump|df|stat|ls|metadata|perf|crush dump}: the commands that show storage daemons; keys as in Ceph. */
public final class OsdCommands {
    private static final String EPOCH = " name=epoch,type=CephInt,range=1,req=false";
    private final OsdMaps maps;
    private final Clock clock;

    public OsdCommands(OsdMaps maps, Clock clock) {
        this.maps = maps;
        this.clock = clock;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd tree" + EPOCH
                        + " name=states,type=CephChoices,strings=up|down|in|out|destroyed,n=N,req=false",
                        "show the storage daemons in the crush hierarchy, now or at an epoch", "r", this::tree),
                BuiltinCommand.of("osd dump" + EPOCH, "print the OSD map, of now or of an epoch", "r", this::dump),
                BuiltinCommand.of("osd stat", "count the storage daemons", "r", c -> stat()),
                BuiltinCommand.of("osd ls" + EPOCH, "list the ids of the storage daemons", "r", this::list),
                BuiltinCommand.of("osd df name=output_method,type=CephChoices,strings=plain|tree,req=false",
                        "show how full the storage daemons are", "r", this::df),
                BuiltinCommand.of("osd metadata name=id,type=CephOsdName,req=false",
                        "print what storage daemons tell of themselves", "r", this::metadata),
                BuiltinCommand.of("osd perf", "show how long writes take", "r", c -> perf()),
                BuiltinCommand.of("osd crush dump", "print the crush hierarchy", "r",
                        c -> HandleCommandResult.data(maps.osd().crush())),
                BuiltinCommand.of("osd getcrushmap", "print the crush hierarchy as text for crushtool -c", "r",
                        c -> HandleCommandResult.data(maps.osd().crushText())));
    }

    private HandleCommandResult at(Command command, Function<OsdMapView, HandleCommandResult> show)
            throws Exception {
        OsdMapView now = maps.osd();
        if (!command.has("epoch") || command.integer("epoch") == now.map().epoch()) {
            return show.apply(now);
        }
        long epoch = command.integer("epoch");
        Optional<OsdMap> then = maps.osdAt(epoch);
        return then.isPresent()
                ? show.apply(new OsdMapView(then.get()))
                : HandleCommandResult.error(Errno.ENOENT, "there is no map for epoch " + epoch
                        + ": the current one is " + now.map().epoch() + ", and the last " + maps.kept() + " are kept");
    }

    private HandleCommandResult tree(Command command) throws Exception {
        List<String> states = command.strings("states");
        if (states.size() > 1) {
            return HandleCommandResult.error(Errno.EINVAL, "give one of up, down, in and out");
        }
        return at(command, trees -> {
            Map<String, Object> tree = states.isEmpty()
                    ? trees.tree()
                    : OsdTree.of(trees.map(), OsdTree.Filter.valueOf(states.getFirst().toUpperCase(Locale.ROOT)));
            return HandleCommandResult.data(tree, OsdTables.tree(trees.map(), tree));
        });
    }

    private HandleCommandResult dump(Command command) throws Exception {
        return at(command, trees -> HandleCommandResult.data(trees.osdMap(), OsdTables.dump(trees.map())));
    }

    private HandleCommandResult stat() {
        OsdMap map = maps.osd().map();
        Map<String, Object> data = Data.map("epoch", map.epoch(), "num_osds", map.osds().size(),
                "num_up_osds", map.countUp(), "osd_up_since", map.times().lastUp() / 1000, "num_in_osds",
                map.countIn(), "osd_in_since", map.times().lastIn() / 1000, "num_remapped_pgs", 0);
        return HandleCommandResult.data(data, Text.of(line(map, clock) + "; epoch: e" + map.epoch()));
    }

    /** {@code 3 osds: 3 up (since 5m), 3 in (since 5m)}. */
    public static String line(OsdMap map, Clock clock) {
        if (map.osds().isEmpty()) {
            return "0 osds: 0 up, 0 in";
        }
        return map.osds().size() + " osds: " + map.countUp() + " up" + since(map.times().lastUp(), clock) + ", "
                + map.countIn() + " in" + since(map.times().lastIn(), clock);
    }

    private static String since(long millis, Clock clock) {
        return millis == 0 ? "" : " (since " + Ages.text(Duration.ofMillis(clock.millis() - millis)) + ")";
    }

    private HandleCommandResult list(Command command) throws Exception {
        return at(command, trees -> {
            List<Integer> ids = List.copyOf(trees.map().osds().keySet());
            return HandleCommandResult.data(ids, Text.of(ids.stream().map(String::valueOf).toList()));
        });
    }

    private HandleCommandResult df(Command command) {
        boolean tree = "tree".equals(command.string("output_method", ""));
        OsdUsage usage = new OsdUsage(maps.osd(), maps.daemons(), tree);
        return HandleCommandResult.data(usage.data(), usage.table(tree));
    }

    private HandleCommandResult metadata(Command command) throws Exception {
        if (!command.has("id") || "*".equals(command.args().get("id"))) {
            List<Map<String, Object>> all = new ArrayList<>();
            maps.daemons().ofType("osd").filter(d -> OsdId.isValid(d.id().id())).forEach(d -> all.add(facts(d)));
            return HandleCommandResult.data(all);
        }
        int id = OsdIds.one(command);
        DaemonState daemon = maps.daemons().get(OsdId.daemon(id));
        return daemon == null
                ? HandleCommandResult.error(Errno.ENOENT, "osd." + id + " does not report")
                : HandleCommandResult.data(facts(daemon));
    }

    private static Map<String, Object> facts(DaemonState daemon) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", OsdId.of(daemon));
        facts.putAll(new TreeMap<>(daemon.metadata()));
        return facts;
    }

    /** The write latencies of the storage daemons that report them. */
    private HandleCommandResult perf() {
        List<Map<String, Object>> infos = new ArrayList<>();
        Table table = new Table(">osd", ">commit_latency(ms)", ">apply_latency(ms)");
        for (Osd osd : maps.osd().map().osds().values()) {
            DaemonState daemon = maps.daemons().get(OsdId.daemon(osd.id()));
            OptionalLong latency = osd.up() && daemon != null ? WriteLatency.nanos(daemon) : OptionalLong.empty();
            latency.ifPresent(nanos -> {
                infos.add(Data.map("id", osd.id(), "perf_stats", WriteLatency.perfStat(nanos)));
                String millis = String.format(Locale.ROOT, "%.2f", nanos / 1e6);
                table.row(osd.id(), millis, millis);
            });
        }
        return HandleCommandResult.data(
                Data.map("pg_ready", ready(), "osdstats", Map.of("osd_perf_infos", infos)), table);
    }

    /** Whether all storage daemons that are up have reported. */
    private boolean ready() {
        return maps.osd().map().osds().values().stream().filter(Osd::up).allMatch(osd -> {
            DaemonState daemon = maps.daemons().get(OsdId.daemon(osd.id()));
            return daemon != null && !daemon.samples().isEmpty();
        });
    }
}
