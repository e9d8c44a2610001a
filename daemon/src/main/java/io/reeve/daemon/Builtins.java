package io.reeve.daemon;

import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.daemon.DaemonCommands;
import io.reeve.daemon.builtin.ConfigCommands;
import io.reeve.daemon.builtin.ConfigKeyCommands;
import io.reeve.daemon.builtin.CrushCommands;
import io.reeve.daemon.builtin.DaemonListCommands;
import io.reeve.daemon.builtin.DataCommands;
import io.reeve.daemon.builtin.FsCommands;
import io.reeve.daemon.builtin.HealthReport;
import io.reeve.daemon.builtin.MapAccess;
import io.reeve.daemon.builtin.MgrCommands;
import io.reeve.daemon.builtin.MgrMapDump;
import io.reeve.daemon.builtin.ModuleCommands;
import io.reeve.daemon.builtin.MonCommands;
import io.reeve.daemon.builtin.MuteCommands;
import io.reeve.daemon.builtin.OsdChangeCommands;
import io.reeve.daemon.builtin.OsdCommands;
import io.reeve.daemon.builtin.PoolCommands;
import io.reeve.daemon.builtin.SpaceCommands;
import io.reeve.daemon.builtin.StatusCommands;
import io.reeve.daemon.builtin.TellCommands;
import io.reeve.daemon.command.BuiltinCommand;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.election.FencedWriter;
import io.reeve.modulehost.ModuleCatalog;
import io.reeve.modulehost.ModuleOptions;
import io.reeve.store.ClusterLog;
import io.reeve.store.ConfigKeyStore;
import io.reeve.store.HealthMutes;
import io.reeve.store.HealthStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The built-in commands, by subject. What they write is fenced by the leadership that this manager has at that moment. */
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
        MgrMapDump dump = new MgrMapDump(catalog);
        List<BuiltinCommand> all = new ArrayList<>(new MgrCommands(managers, dump).commands());
        all.addAll(new ModuleCommands(modules, catalog, dump).commands());
        return all;
    }

    /** The commands about keys and options. */
    List<BuiltinCommand> keys(ConfigKeyStore configKey, ModuleOptions options) {
        List<BuiltinCommand> all = new ArrayList<>(new ConfigKeyCommands(configKey, this::writer).commands());
        all.addAll(new ConfigCommands(options, (key, value) -> active().services().set(key, value)).commands());
        return all;
    }

    /** The commands about status, health and the cluster log. */
    List<BuiltinCommand> health(HealthStore store, HealthMutes mutes, ClusterLog log) {
        Supplier<HealthReport> health = () -> HealthReport.of(store.all().values(), mutes.all());
        List<BuiltinCommand> all = new ArrayList<>(
                new StatusCommands(map, health, maps(), log, clock).commands());
        all.addAll(new MuteCommands(health, mutes, this::writer, clock).commands());
        return all;
    }

    /** The commands about the cluster's maps. */
    List<BuiltinCommand> ofMaps() {
        MapAccess maps = maps();
        List<BuiltinCommand> all = new ArrayList<>(new OsdCommands(maps, clock).commands());
        all.addAll(new OsdChangeCommands(maps).commands());
        all.addAll(new CrushCommands(maps).commands());
        all.addAll(new PoolCommands(maps).commands());
        all.addAll(new FsCommands(maps).commands());
        all.addAll(new MonCommands(maps, clock).commands());
        return all;
    }

    /** The commands about daemons and their data. */
    List<BuiltinCommand> daemons(DaemonCommands reports) {
        Supplier<Snapshot> snapshot = () -> active().cluster().state().snapshot();
        List<BuiltinCommand> all = new ArrayList<>(new DataCommands(snapshot).commands());
        all.addAll(new DaemonListCommands(snapshot).commands());
        all.addAll(new SpaceCommands(snapshot).commands());
        all.addAll(new TellCommands(reports).commands());
        return all;
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
