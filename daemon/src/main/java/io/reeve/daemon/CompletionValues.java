package io.reeve.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.Server;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.command.grammar.KnownValues;
import io.reeve.daemon.node.NodeView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that completion proposes: modules, and at the active, which knows them, options, storage daemons, pools, daemons,
 * managers, hosts and the health checks that are raised. All are read from memory.
 */
final class CompletionValues implements KnownValues {
    private static final Set<String> OPTIONS_OF = Set.of("config set", "config get", "config rm", "config show",
            "config help");
    private final Supplier<@Nullable Snapshot> cluster;
    private final Supplier<List<String>> modules;

    /**
     * Names of what there is.
     *
     * @param cluster the cluster's state; null where this manager does not have it
     * @param modules the modules that this manager can load
     */
    CompletionValues(Supplier<@Nullable Snapshot> cluster, Supplier<List<String>> modules) {
        this.cluster = cluster;
        this.modules = modules;
    }

    @Override
    public Collection<String> of(String command, String name, String type) {
        if (name.equals("module")) {
            return modules.get();
        }
        Snapshot now = cluster.get();
        return now == null ? List.of() : known(now, command, name, type);
    }

    private static Collection<String> known(Snapshot now, String command, String name, String type) {
        if (OPTIONS_OF.contains(command)) {
            return switch (name) {
                case "who" -> whoHasOptions(now);
                case "name", "key" -> options(now);
                case String value -> List.of();
            };
        }
        return switch (type) {
            case "CephOsdName" -> osds(now);
            case "CephPoolname" -> pools(now);
            case "CephName" -> daemons(now);
            case "CephString" -> named(now, command, name);
            case String other -> List.of();
        };
    }

    private static Collection<String> named(Snapshot now, String command, String name) {
        return switch (name) {
            case "ids" -> osds(now);
            case "code" -> command.startsWith("health ") ? checks(now) : List.of();
            case "daemon", "target" -> daemons(now);
            case "host", "hostname" -> now.servers().stream().map(Server::hostname).toList();
            case "who" -> command.startsWith("mgr ") ? managers(now) : List.of();
            case String other -> List.of();
        };
    }

    private static Collection<String> whoHasOptions(Snapshot now) {
        return Stream.concat(Stream.of("mgr"), managers(now).stream().map("mgr."::concat)).toList();
    }

    private static Collection<String> options(Snapshot now) {
        StateParts.ConfigView config = now.part(StateParts.CONFIG);
        return config == null ? List.of() : config.options();
    }

    private static Collection<String> osds(Snapshot now) {
        StateParts.OsdMapSummary map = now.part(StateParts.OSDS);
        return map == null ? List.of() : map.osds().keySet().stream().map(id -> "osd." + id).toList();
    }

    private static Collection<String> pools(Snapshot now) {
        StateParts.OsdMapSummary map = now.part(StateParts.OSDS);
        return map == null ? List.of() : map.pools().stream().map(StateParts.PoolSummary::name).toList();
    }

    /** Those that report, and storage daemons that are only in the map. */
    private static Collection<String> daemons(Snapshot now) {
        Set<String> all = new TreeSet<>(osds(now));
        now.daemons().stream().map(DaemonState::id).map(DaemonId::toString).forEach(all::add);
        managers(now).forEach(manager -> all.add("mgr." + manager));
        return all;
    }

    private static Collection<String> managers(Snapshot now) {
        MgrMap map = now.part(StateParts.MGR_MAP);
        return map == null ? List.of() : NodeView.names(map);
    }

    private static Collection<String> checks(Snapshot now) {
        Map<String, Object> health = now.part(StateParts.HEALTH);
        return health != null && health.get("checks") instanceof Map<?, ?> checks
                ? checks.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }
}
