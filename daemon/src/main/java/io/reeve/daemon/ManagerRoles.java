package io.reeve.daemon;

import io.reeve.cluster.daemon.ReportServer;
import io.reeve.daemon.active.ActiveCluster;
import io.reeve.daemon.active.ActiveLog;
import io.reeve.daemon.active.ActiveServices;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.CatchUp;
import io.reeve.daemon.active.ConfigData;
import io.reeve.daemon.active.EnabledModules;
import io.reeve.daemon.active.ManagerHealth;
import io.reeve.daemon.active.SentCommands;
import io.reeve.daemon.active.TakeOverTimes;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.node.Self;
import io.reeve.daemon.role.RoleFactory;
import io.reeve.election.Election;
import io.reeve.election.Leadership;
import io.reeve.election.MgrMapDump;
import io.reeve.election.ZooKeeperSession;
import io.reeve.maps.ActiveMaps;
import io.reeve.maps.MapMembers;
import io.reeve.maps.MapParts;
import io.reeve.maps.health.NoActiveWatch;
import io.reeve.modulehost.ActiveHost;
import io.reeve.modulehost.HostEnvironment;
import io.reeve.modulehost.catalog.ModuleData;
import io.reeve.reportport.daemon.DaemonPort;
import io.reeve.standby.modules.StandbyHost;
import io.reeve.standby.modules.StandbyServices;
import io.reeve.store.health.HealthReport;
import io.reeve.store.progress.ProgressEvents;
import io.reeve.store.progress.ProgressKeys;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The maker of each role's work: composes what an active and a standby are made of. */
final class ManagerRoles implements RoleFactory<ActiveWork, StandbyWork> {
    private final ManagerConfig config;
    private final Self self;
    private final HostEnvironment modules;
    private final ConfigData options;
    private final Election election;
    private final ZooKeeperSession session;
    private final Stores stores;
    private final ReportServer reports;
    private final ManagerCommands commands;
    private final SentCommands sent;
    private final NoActiveWatch noActive;
    private final TakeOverTimes times;

    /**
     * @param options  the options in force
     * @param session  the ZooKeeper session from which maps are read
     * @param daemons  the server of daemons' sessions
     * @param commands the commands, with which those of modules may conflict
     * @param noActive the time for which no manager was active before
     * @param times    takes the times of a take-over
     */
    ManagerRoles(ManagerConfig config, Self self, HostEnvironment modules, ConfigData options, Election election,
            ZooKeeperSession session, Stores stores, DaemonPort daemons, ManagerCommands commands,
            NoActiveWatch noActive, TakeOverTimes times) {
        this.config = config;
        this.self = self;
        this.modules = modules;
        this.options = options;
        this.election = election;
        this.session = session;
        this.stores = stores;
        this.reports = daemons;
        this.commands = commands;
        this.sent = commands.sent(daemons);
        this.noActive = noActive;
        this.times = times;
    }

    @Override
    public StandbyWork standby() {
        return new StandbyWork(
                new StandbyHost(modules, new StandbyServices(self.forModules(), election::map, stores.configKey())),
                election::map);
    }

    @Override
    public ActiveWork active(Leadership leadership) {
        Clock clock = Clock.systemUTC();
        Supplier<HealthReport> report = () -> HealthReport.of(stores.health().all().values(), stores.mutes().all());
        ActiveCluster cluster = new ActiveCluster(leadership, options,
                new MgrMapDump(new ModuleData(modules.catalog())::of), reports, report,
                MapParts.names(clock::millis), List.of(new MapMembers()));
        ActiveServices services = new ActiveServices(self, election::map, stores.configKey(), stores.health(),
                stores.log(),
                new ProgressEvents(ProgressKeys.of(stores.configKey(), leadership), clock, System::nanoTime),
                leadership,
                cluster.state()::snapshot,
                (module, target, command, input) -> sent.send("mgr." + self.name() + "." + module, target, command,
                        input));
        EnabledModules enabled = new EnabledModules(election, leadership, config.initialModules(),
                commands::conflicts);
        ManagerHealth checks = new ManagerHealth(stores.health(), leadership, enabled);
        ActiveHost host = new ActiveHost(modules, services, checks::modules);
        cluster.onChange(host::notifyAll);
        ActiveMaps maps = new ActiveMaps(
                MapsStorage.of(session, election),
                leadership, cluster.state(), new ActiveMaps.Health(stores.health(), stores.mutes()),
                host::notifyAll);
        return new ActiveWork(leadership, new CatchUp(stores.configKey(), stores.mutes(), election), services, cluster,
                maps, host,
                enabled, checks, new ActiveLog(stores.log(), leadership, "mgr." + self.name()), sent, noActive,
                times);
    }
}
