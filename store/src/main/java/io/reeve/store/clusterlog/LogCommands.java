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
import org.jspecify.annotations.Nullable;

/** {@code log last}, the last lines of the cluster log, {@code log since}, those that are new, and {@code log}, which adds a note. */
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
                BuiltinCommand.of("log since name=seq,type=CephInt,range=0,req=false "
                        + "name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false "
                        + "name=channel,type=CephChoices,strings=*|cluster|audit,req=false",
                        "print the lines of the cluster log with greater numbers than seq, the number of the last one, "
                                + "and how many since seq are lost; without seq only that number",
                        "r", this::since),
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
        List<LogEntry> entries = log.last(count, level(command), channel(command));
        return HandleCommandResult.data(entries.stream().map(LogCommands::data).toList(), Text.of(lines(entries)));
    }

    /**
     * What a follower has not seen. All of the answer is of one moment. Numbers are given in the transaction that makes
     * lines durable, which is fenced: whoever is active, a number is that of one line.
     */
    private HandleCommandResult since(Command command) throws Exception {
        List<LogEntry> all = log.last(ClusterLog.KEPT, ClusterLogPriority.DEBUG, null);
        long last = all.isEmpty() ? 0 : all.getLast().seq();
        long seen = command.integer("seq", last);
        List<LogEntry> fresh = all.stream().filter(e -> e.seq() > seen).toList();
        long lost = Math.max(0, last - seen) - fresh.size();
        ClusterLogPriority least = level(command);
        ClusterLogChannel channel = channel(command);
        List<LogEntry> wanted = fresh.stream()
                .filter(e -> e.priority().compareTo(least) >= 0 && (channel == null || e.channel() == channel))
                .toList();
        List<String> lines = new ArrayList<>(lines(wanted));
        lines.add("last " + last + ", lost " + lost);
        return HandleCommandResult.data(
                Data.map("last", last, "lost", lost, "entries", wanted.stream().map(LogCommands::data).toList()),
                Text.of(lines));
    }

    private static ClusterLogPriority level(Command command) {
        String level = command.has("level") ? command.string("level") : "debug";
        return ClusterLogPriority.valueOf(level.toUpperCase(Locale.ROOT));
    }

    /** The channel that is asked for; null for all. */
    private static @Nullable ClusterLogChannel channel(Command command) {
        String channel = command.has("channel") ? command.string("channel") : "*";
        return channel.equals("*") ? null : ClusterLogChannel.valueOf(channel.toUpperCase(Locale.ROOT));
    }

    private static Map<String, Object> data(LogEntry e) {
        return Data.map("seq", e.seq(), "stamp", e.stamp(), "name", e.name(), "channel", e.channel().wireName(),
                "priority", e.priority().wireName(), "message", e.message());
    }

    private static List<String> lines(List<LogEntry> entries) {
        return entries.stream()
                .map(e -> String.format(Locale.ROOT, "%s %s (%s) [%s] %s", e.stamp(), e.name(),
                        e.channel().wireName(), e.priority().name().substring(0, 3), e.message()))
                .toList();
    }
}
