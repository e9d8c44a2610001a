package io.reeve.daemon.builtin;

import io.reeve.api.command.Data;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.clusterlog.LogEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code status}, {@code health} and {@code log last}: how the cluster is, and what happened. */
public final class StatusCommands {
    private final Supplier<MgrMap> map;
    private final Supplier<HealthReport> health;
    private final MapAccess maps;
    private final ClusterLog log;
    private final Clock clock;

    public StatusCommands(Supplier<MgrMap> map, Supplier<HealthReport> health, MapAccess maps, ClusterLog log,
            Clock clock) {
        this.map = map;
        this.health = health;
        this.maps = maps;
        this.log = log;
        this.clock = clock;
    }

    /** All of them. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of(new CommandDescriptor("status", "show how the cluster is", "r"),
                        command -> status()),
                BuiltinCommand.of(new CommandDescriptor("health name=detail,type=CephChoices,strings=detail,req=false",
                        "show the health checks", "r"), this::health),
                BuiltinCommand.of(
                        new CommandDescriptor("log last name=num,type=CephInt,range=1,req=false "
                                + "name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false "
                                + "name=channel,type=CephChoices,strings=*|cluster|audit,req=false",
                                "print the last lines of the cluster log", "r"),
                        this::last));
    }

    private HandleCommandResult status() {
        StatusReport report = new StatusReport(map.get(), health.get(), maps, clock);
        return HandleCommandResult.data(report.data(), report.text());
    }

    private HandleCommandResult health(Command command) {
        boolean detail = command.has("detail");
        HealthReport report = health.get();
        return HandleCommandResult.data(report.data(detail), report.text(detail));
    }

    private HandleCommandResult last(Command command) throws Exception {
        int count = (int) Math.min(command.integer("num", 20), 1000);
        ClusterLogPriority least = ClusterLogPriority
                .valueOf((command.has("level") ? command.string("level") : "debug").toUpperCase(Locale.ROOT));
        String channel = command.has("channel") ? command.string("channel") : "*";
        List<LogEntry> entries = log.last(count, least,
                channel.equals("*") ? null : ClusterLogChannel.valueOf(channel.toUpperCase(Locale.ROOT)));
        List<Map<String, Object>> data = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (LogEntry e : entries) {
            data.add(Data.map("seq", e.seq(), "stamp", e.stamp(), "name", e.name(), "channel",
                    e.channel().wireName(), "priority", e.priority().wireName(), "message", e.message()));
            lines.add("%s %s (%s) [%s] %s".formatted(e.stamp(), e.name(), e.channel().wireName(),
                    e.priority().name().substring(0, 3), e.message()));
        }
        return HandleCommandResult.data(data, String.join("\n", lines));
    }
}
