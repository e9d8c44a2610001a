package io.reeve.cluster;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.Server;
import io.reeve.cluster.daemon.DaemonState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The hosts of a snapshot: from the metadata of daemons, and from the managers. */
record Servers(SortedMap<String, Server> byName, List<Server> list) {
    /** Kept among the data under a name that is shown to nobody. */
    static final String NAME = " servers";
    static final DataName DATA = new DataName(NAME, Set.of(DaemonParts.METADATA, StateParts.MGR_MAP), Servers::make);

    private static final Comparator<Server.Service> ORDER = Comparator.comparing(Server.Service::type)
            .thenComparing(Server.Service::id, DaemonId.ID_ORDER);

    static Servers of(Snapshot snapshot) {
        return (Servers) snapshot.cell(NAME).required(snapshot);
    }

    private static Servers make(DataInputs in) {
        Map<String, List<Server.Service>> hosts = new TreeMap<>();
        in.daemons().stream().forEach(d -> add(hosts, d.metadata("hostname"), service(d)));
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
