package io.reeve.cluster.data;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.Stamps;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.OsdId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code service …}, {@code node ls}, {@code versions}, {@code mds metadata}: the commands that list daemons. */
public final class DaemonListCommands {
    private static final List<String> CORE = List.of("mon", "mgr", "osd", "mds");
    private final Supplier<Snapshot> snapshot;
    private final int protocol;

    /** @param protocol the version of the report protocol that all daemons speak; others are refused */
    public DaemonListCommands(Supplier<Snapshot> snapshot, int protocol) {
        this.snapshot = snapshot;
        this.protocol = protocol;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of("service dump", "show the service map", "r", _ -> dump()),
                BuiltinCommand.of("service status", "show the status of service daemons", "r", _ -> status()),
                BuiltinCommand.of("node ls name=type,type=CephString,req=false",
                        "list the hosts of daemons, of one type or of all", "r", this::nodes),
                BuiltinCommand.of("versions", "count the running daemons by version", "r", _ -> versions()),
                BuiltinCommand.of("features",
                        "count the running daemons by features (bit N: version N+1 of the report protocol) and release",
                        "r", _ -> features()),
                BuiltinCommand.of("mds metadata name=who,type=CephString,req=false",
                        "show the metadata of one mds or of all", "r", this::mds));
    }

    private HandleCommandResult dump() {
        Object map = snapshot.get().get("service_map");
        return map == null
                ? HandleCommandResult.error(Errno.EAGAIN, "the service map is not made yet: try again")
                : HandleCommandResult.data(map);
    }

    private HandleCommandResult status() {
        Table table = new Table("DAEMON", "LAST HEARD", "STATUS");
        Map<String, Map<String, Object>> types = new TreeMap<>();
        snapshot.get().daemons().stream().filter(d -> d.opening().service()).forEach(d -> {
            types.computeIfAbsent(d.id().type(), _ -> new LinkedHashMap<>()).put(d.id().id(), status(d));
            table.row(d.id(), Stamps.of(d.heardAt()), new TreeMap<>(d.facts().status()));
        });
        return HandleCommandResult.data(types, table);
    }

    private static Map<String, Object> status(DaemonState daemon) {
        return Data.map("status_stamp",
                daemon.facts().statusStamp() == null ? "" : Stamps.of(daemon.facts().statusStamp()), "last_beacon",
                Stamps.of(daemon.heardAt()), "status", new TreeMap<>(daemon.facts().status()));
    }

    private HandleCommandResult nodes(Command command) {
        String type = command.has("type") ? command.string("type") : "all";
        Table table = new Table("TYPE", "HOST", "IDS");
        Map<String, Map<String, List<Object>>> types = new LinkedHashMap<>();
        CORE.forEach(core -> types.put(core, new TreeMap<>()));
        for (Server server : snapshot.get().servers()) {
            for (Server.Service service : server.services()) {
                types.computeIfAbsent(service.type(), _ -> new TreeMap<>())
                        .computeIfAbsent(server.hostname(), _ -> new ArrayList<>())
                        .add(id(service));
            }
        }
        if (!type.equals("all")) {
            types.keySet().retainAll(List.of(type));
        }
        types.forEach((t, hosts) -> hosts.forEach((host, ids) -> table.row(t, host, ids)));
        Map<String, List<Object>> one = types.getOrDefault(type, Map.of());
        return HandleCommandResult.data(type.equals("all") ? types : one, table);
    }

    private static Object id(Server.Service service) {
        return service.type().equals("osd") && OsdId.isValid(service.id())
                ? (Object) OsdId.of(service.id())
                : service.id();
    }

    private HandleCommandResult versions() {
        Table table = new Table("TYPE", "VERSION", ">DAEMONS");
        Map<String, Map<String, Integer>> types = byVersion();
        Map<String, Integer> overall = new TreeMap<>();
        types.values().forEach(versions -> versions.forEach((v, n) -> overall.merge(v, n, Integer::sum)));
        types.put("overall", overall);
        types.forEach((type, versions) -> versions.forEach((v, n) -> table.row(type, v, n)));
        return HandleCommandResult.data(types, table);
    }

    /** The features of all daemons: the version of the report protocol, which is the same for all. */
    private HandleCommandResult features() {
        String features = "0x" + Integer.toHexString(1 << (protocol - 1));
        Table table = new Table("TYPE", "FEATURES", "RELEASE", ">DAEMONS");
        Map<String, List<Map<String, Object>>> types = new LinkedHashMap<>();
        byVersion().forEach((type, versions) -> versions.forEach((version, number) -> {
            types.computeIfAbsent(type, _ -> new ArrayList<>())
                    .add(Data.map("features", features, "release", version, "num", number));
            table.row(type, features, version, number);
        }));
        return HandleCommandResult.data(types, table);
    }

    private Map<String, Map<String, Integer>> byVersion() {
        Map<String, Map<String, Integer>> types = new LinkedHashMap<>();
        CORE.forEach(core -> types.put(core, new TreeMap<>()));
        for (Server server : snapshot.get().servers()) {
            for (Server.Service service : server.services()) {
                types.computeIfAbsent(service.type(), _ -> new TreeMap<>()).merge(service.version(), 1, Integer::sum);
            }
        }
        return types;
    }

    private HandleCommandResult mds(Command command) {
        Snapshot now = snapshot.get();
        if (!command.has("who")) {
            return HandleCommandResult.data(now.daemons()
                    .ofType("mds")
                    .map(DaemonListCommands::metadata)
                    .toList());
        }
        String who = command.string("who");
        DaemonState daemon = DaemonId.isValid("mds", who) ? now.daemons().get(new DaemonId("mds", who)) : null;
        return daemon == null
                ? HandleCommandResult.error(Errno.ENOENT, "mds '" + who + "' does not report")
                : HandleCommandResult.data(metadata(daemon));
    }

    private static Map<String, Object> metadata(DaemonState daemon) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", daemon.id().id());
        out.putAll(new TreeMap<>(daemon.metadata()));
        return out;
    }
}
