package io.reeve.daemon.status;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.api.progress.RunningEvent;
import io.reeve.cluster.Snapshot;
import io.reeve.daemon.process.Version;
import io.reeve.maps.MapAccess;
import io.reeve.store.health.HealthReport;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The commands {@code status}, {@code version} and {@code fsid}. */
public final class StatusCommands {
    private final Supplier<MgrMap> map;
    private final Supplier<HealthReport> health;
    private final MapAccess maps;
    private final Supplier<Snapshot> state;
    private final Supplier<List<RunningEvent>> progress;
    private final Clock clock;

    public StatusCommands(Supplier<MgrMap> map, Supplier<HealthReport> health, MapAccess maps, Supplier<Snapshot> state,
            Supplier<List<RunningEvent>> progress, Clock clock) {
        this.map = map;
        this.health = health;
        this.maps = maps;
        this.state = state;
        this.progress = progress;
        this.clock = clock;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of("status", "show how the cluster is", "r", _ -> status()),
                BuiltinCommand.anyNode("version", "print the version of the manager that answers", "r",
                        _ -> HandleCommandResult.data(Map.of("version", "reeve " + Version.current()),
                                Text.of("reeve " + Version.current()))),
                BuiltinCommand.of("fsid", "print the cluster's unique id", "r",
                        _ -> HandleCommandResult.data(Map.of("fsid", map.get().fsid()), Text.of(map.get().fsid()))));
    }

    private HandleCommandResult status() {
        StatusReport report = new StatusReport(map.get(), health.get(), maps, state.get(), progress.get(),
                clock);
        return HandleCommandResult.data(report.data(), report.text());
    }
}
