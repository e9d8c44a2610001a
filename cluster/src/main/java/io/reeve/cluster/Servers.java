package io.reeve.cluster;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.Server;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a snapshot, as the metadata of daemons and the maps of managers and monitors name them. Whoever reports as a
 * manager or a monitor is listed only if the map has it.
 */
record Servers(SortedMap<String, Server> byName, List<Server> list) {
    /** The name under which they are kept; internal, as it begins with a space. */
    static final String NAME = " servers";
    static final DataName DATA = new DataName(NAME,
            Set.of(DaemonParts.METADATA, StateParts.MGR_MAP, StateParts.MONITORS), Servers::make);
    private static final Set<String> OF_MAPS = Set.of("mgr", "mon");

    private static final Comparator<Server.Service> ORDER = Comparator.comparing(Server.Service::type)
            .thenComparing(Server.Service::id, DaemonId.ID_ORDER);

    static Servers of(Snapshot snapshot) {
        return (Servers) snapshot.cell(NAME).required(snapshot);
    }

    private static Servers make(DataInputs in) {
        Map<String, List<Server.Service>> hosts = new TreeMap<>();
        in.daemons()
                .stream()
                .filter(d -> !OF_MAPS.contains(d.id().type()))
                .forEach(d -> add(hosts, d.metadata("hostname"), service(d)));
        List<StateParts.Monitor> monitors = in.part(StateParts.MONITORS);
        if (monitors != null) {
            monitors.forEach(m -> add(hosts, host(m, in.daemons()),
                    new Server.Service("mon", m.name(), m.version())));
        }
        @Nullable
        MgrMap map = in.part(StateParts.MGR_MAP);
        if (map != null) {
            managers(map).forEach(
                    m -> add(hosts, m.host(), new Server.Service("mgr", m.name(), m.version())));
        }
        SortedMap<String, Server> servers = new TreeMap<>();
        hosts.forEach((host, services) -> servers.put(host, server(host, services)));
        return new Servers(Collections.unmodifiableSortedMap(servers), List.copyOf(servers.values()));
    }

    /** The host of a monitor: its agent's, if one reports it by name or address, else the one in its address. */
    private static String host(StateParts.Monitor monitor, DaemonTable daemons) {
        for (String id : List.of(monitor.name(), monitor.address())) {
            DaemonState reported = DaemonId.isValid("mon", id) ? daemons.get(new DaemonId("mon", id)) : null;
            if (reported != null && !reported.metadata("hostname").isEmpty()) {
                return reported.metadata("hostname");
            }
        }
        return monitor.address().replaceFirst(":[0-9]+$", "");
    }

    static List<MgrMap.Manager> managers(MgrMap map) {
        List<MgrMap.Manager> all = new ArrayList<>(map.standbys());
        if (map.active() != null) {
            all.add(map.active().manager());
        }
        return all;
    }

    private static void add(Map<String, List<Server.Service>> hosts, String host, Server.Service service) {
        hosts.computeIfAbsent(host, _ -> new ArrayList<>()).add(service);
    }

    private static Server.Service service(DaemonState daemon) {
        return new Server.Service(daemon.id().type(), daemon.id().id(), daemon.version());
    }

    private static Server server(String host, List<Server.Service> services) {
        services.sort(ORDER);
        String version = services.stream()
                .map(Server.Service::version)
                .filter(v -> !v.isEmpty())
                .findFirst()
                .orElse("");
        return new Server(host, services, version);
    }
}
