package io.reeve.store.clusterlog;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code log last}, the last lines of the cluster log, and {@code log}, which adds a note to it. */
public final class LogCommands {
    private static final String UNKNOWN = "client";
    private static final Pattern CLIENT = Pattern.compile("(.+):[0-9]{1,5}");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final ClusterLog log;

    public LogCommands(ClusterLog log) {
        this.log = log;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of("log last name=num,type=CephInt,range=1,req=false "
                + "name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false "
                + "name=channel,type=CephChoices,strings=*|cluster|audit,req=false",
                "print the last lines of the cluster log", "r", this::last),
                BuiltinCommand.of("log name=logtext,type=CephString,n=N,secret=true",
                        "write a note into the cluster log, as in: log replaced the fan of rack 3", "rw", this::note));
    }

    /** Writes a note, and waits until it is durable. */
    private HandleCommandResult note(Command command) throws InterruptedException {
        String text = String.join(" ", command.strings("logtext"));
        if (text.isBlank()) {
            return HandleCommandResult.error(Errno.EINVAL, "the note is empty: write log TEXT");
        }
        if (!log.offer(source(command.from()), ClusterLogChannel.CLUSTER, ClusterLogPriority.INFO, text)) {
            return HandleCommandResult.error(Errno.EAGAIN, "too many notes: try again in a second");
        }
        return log.flush(PATIENCE)
                ? HandleCommandResult.ok()
                : HandleCommandResult.remark("the note waits to be written: 'log last' shows whether it was");
    }

    /** The source of a sender's notes: a client has one for all its connections, so that they share one limit. */
    private static String source(String from) {
        Matcher client = CLIENT.matcher(from);
        if (client.matches()) {
            return UNKNOWN + " " + client.group(1);
        }
        return from.isEmpty() ? UNKNOWN : from;
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
            lines.add(String.format(Locale.ROOT, "%s %s (%s) [%s] %s", e.stamp(), e.name(), e.channel().wireName(),
                    e.priority().name().substring(0, 3), e.message()));
        }
        return HandleCommandResult.data(data, Text.of(lines));
    }
}
