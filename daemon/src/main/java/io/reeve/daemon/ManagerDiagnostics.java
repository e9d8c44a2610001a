package io.reeve.daemon;

import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.cluster.daemon.DaemonDiagnostics;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.CurrentMaps;
import io.reeve.daemon.node.NodeView;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.election.Election;
import io.reeve.election.ZooKeeperSession;
import io.reeve.maps.MapDiagnostics;
import io.reeve.modulehost.ModuleDiagnostics;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.store.diagnostics.StoreDiagnostics;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The diagnostics that the rooms hand up. Each room names the fields that it tells; here they are only put in order. */
final class ManagerDiagnostics {
    private final Election election;
    private final ZooKeeperSession session;
    private final Stores stores;

    /** @param session the connection to ZooKeeper from which maps are read */
    ManagerDiagnostics(Election election, ZooKeeperSession session, Stores stores) {
        this.election = election;
        this.session = session;
        this.stores = stores;
    }

    /** The sections of a manager that has reached ZooKeeper, those that may be large last. */
    List<DiagnosticSection> sections(CurrentRole<ActiveWork, StandbyWork> role, ModuleCatalog catalog,
            Supplier<List<String>> enabled, Supplier<List<ModuleStatus>> modules, ModuleOptions options) {
        CurrentMaps maps = new CurrentMaps(role::active);
        return Stream.of(ModuleDiagnostics.of(catalog, enabled, modules, options),
                StoreDiagnostics.of(stores.configKey(), stores.log(), stores.health(), stores.mutes(),
                        () -> NodeView.names(election.map())),
                MapDiagnostics.of(() -> MapsStorage.of(session, election), maps::loaded),
                DaemonDiagnostics.of(maps::daemons))
                .flatMap(List::stream)
                .toList();
    }
}
