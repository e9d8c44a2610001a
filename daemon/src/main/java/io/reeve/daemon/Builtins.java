package io.reeve.daemon;

import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.cluster.data.ClusterCommands;
import io.reeve.cluster.data.TellCommands;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.CurrentMaps;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.daemon.status.ProgressCommands;
import io.reeve.daemon.status.StatusCommands;
import io.reeve.election.FencedWriter;
import io.reeve.election.MgrCommands;
import io.reeve.election.MgrMapDump;
import io.reeve.maps.MapAccess;
import io.reeve.modulehost.ModuleCommands;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ModuleData;
import io.reeve.modulehost.options.ConfigCommands;
import io.reeve.modulehost.options.ConfigKeys;
import io.reeve.modulehost.options.ConfigShowCommands;
import io.reeve.modulehost.options.ConfigShowCommands.ProcessSetting;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.report.protocol.Frame;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.clusterlog.LogCommands;
import io.reeve.store.configkey.ConfigKeyCommands;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthCommands;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthReport;
import io.reeve.store.health.HealthStore;
import io.reeve.store.progress.ProgressEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The built-in commands, by subject. Their writes are fenced by the leadership that this manager has when they run. */
final class Builtins {
    private final CurrentRole<ActiveWork, StandbyWork> role;
    private final Supplier<MgrMap> map;
    private final Clock clock = Clock.systemUTC();

    Builtins(CurrentRole<ActiveWork, StandbyWork> role, Supplier<MgrMap> map) {
        this.role = role;
        this.map = map;
    }

    /** The commands about managers and their modules. */
    List<BuiltinCommand> managers(MgrCommands.Managers managers, ModuleCommands.Modules modules,
            ModuleCatalog catalog) {
        MgrMapDump dump = new MgrMapDump(new ModuleData(catalog)::of);
        List<BuiltinCommand> all = new ArrayList<>(new MgrCommands(managers, dump).commands());
        all.addAll(new ModuleCommands(modules, catalog).commands());
        return all;
    }

    /** The commands about keys and options. */
    List<BuiltinCommand> keys(ConfigKeyStore configKey, ModuleOptions options, ConfigKeys written,
            ManagerConfig config) {
        List<BuiltinCommand> all = new ArrayList<>(new ConfigKeyCommands(configKey, this::writer).commands());
        all.addAll(new ConfigCommands(options).commands());
        Map<String, ProcessSetting> process = new TreeMap<>();
        config.inForce().forEach((name, value) -> process.put(name, new ProcessSetting(value, config.isSet(name))));
        all.addAll(new ConfigShowCommands(options, written, this::names, process).commands());
        return all;
    }

    /** The names of the managers that there are. */
    private Set<String> names() {
        MgrMap now = map.get();
        Set<String> names = now.standbys()
                .stream()
                .map(MgrMap.Manager::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (now.active() != null) {
            names.add(now.active().manager().name());
        }
        return names;
    }

    /** The commands about status, long work, health and the cluster log. */
    List<BuiltinCommand> health(HealthStore store, HealthMutes mutes, ClusterLog log) {
        Supplier<HealthReport> health = () -> HealthReport.of(store.all().values(), mutes.all());
        List<BuiltinCommand> all = new ArrayList<>(
                new StatusCommands(map, health, maps(), this::snapshot, () -> progress().running(), clock).commands());
        all.addAll(new ProgressCommands(this::progress, clock).commands());
        all.addAll(new LogCommands(log).commands());
        all.addAll(new HealthCommands(health, mutes, this::writer, clock).commands());
        return all;
    }

    /** The commands about the cluster's maps. */
    List<BuiltinCommand> ofMaps() {
        return maps().commands(clock);
    }

    /** The commands about daemons and their data. */
    List<BuiltinCommand> daemons(DaemonCommandSender reports, TellCommands.Here here) {
        return ClusterCommands.of(this::snapshot, reports, here, Frame.VERSION);
    }

    private Snapshot snapshot() {
        return active().cluster().state().snapshot();
    }

    private ProgressEvents progress() {
        return active().services().progress();
    }

    private MapAccess maps() {
        return new CurrentMaps(role::active);
    }

    private FencedWriter writer() {
        return active().leadership();
    }

    private ActiveWork active() {
        ActiveWork work = role.active();
        if (work == null) {
            throw new NotActiveException("this manager is not active any more");
        }
        return work;
    }
}
