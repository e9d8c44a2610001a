package io.reeve.daemon.active;

import io.reeve.api.CommandTarget;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.CommandRequest;
import io.reeve.command.Outcome;
import io.reeve.command.grammar.CommandTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runner of commands that modules and daemons send. They are dispatched as everybody's, but do not go over HTTP. */
public final class SentCommands {
    /** The usual limit. */
    public static final Duration LIMIT = Duration.ofMinutes(5);
    /** The longest time for a command that a daemon sent. */
    private static final Duration DAEMONS_LIMIT = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(SentCommands.class);

    private final Supplier<CommandTable> table;
    private final CommandDispatcher dispatcher;
    private final DaemonCommandSender daemons;
    private final Duration limit;
    private final ThreadFactory threads = Thread.ofVirtual().name("sent-command-", 0).factory();

    /**
     * @param limit the longest time for a command that a module sent, after which it fails with ETIMEDOUT
     */
    public SentCommands(Supplier<CommandTable> table, CommandDispatcher dispatcher, DaemonCommandSender daemons,
            Duration limit) {
        this.limit = limit;
        this.table = table;
        this.dispatcher = dispatcher;
        this.daemons = daemons;
    }

    /**
     * Sends a command of a module. Does not block.
     *
     * @param from the module, for the audit log
     */
    public CompletableFuture<HandleCommandResult> send(String from, CommandTarget target, Map<String, Object> command,
            byte[] input) {
        if (target.isDaemon()) {
            return daemons.send(new DaemonId(target.type(), target.id()), command, input, limit);
        }
        if (!(command.get("prefix") instanceof String prefix)) {
            return CompletableFuture.completedFuture(
                    HandleCommandResult.error(Errno.EINVAL, "the command has no \"prefix\": " + command));
        }
        Map<String, @Nullable Object> args = new LinkedHashMap<>(command);
        args.remove("prefix");
        Object format = args.remove("format");
        CommandRequest request = new CommandRequest(new CommandRequest.Prefix(prefix, args), input,
                format == null ? "json" : format.toString(), null, false, limit);
        CompletableFuture<HandleCommandResult> result = new CompletableFuture<>();
        threads.newThread(() -> result.complete(run(from, target, prefix, request))).start();
        return result;
    }

    /** Gives the commands of an active that run, from wherever they were sent, this long to end; true if they have. */
    boolean awaitRunning(Duration most) throws InterruptedException {
        return dispatcher.awaitActiveOnly(most);
    }

    /**
     * Runs a command that a daemon sent, and waits for its result.
     *
     * @param from    the daemon, for the audit log
     * @param command {@code prefix} and arguments, or {@code words}; with either, {@code format}
     */
    public HandleCommandResult run(String from, Map<String, Object> command, byte[] input) throws InterruptedException {
        CommandRequest.Target target;
        Object format = command.get("format");
        if (command.get("words") instanceof List<?> words) {
            target = new CommandRequest.Words(words.stream().map(String::valueOf).toList());
        } else {
            Map<String, @Nullable Object> args = new TreeMap<>(command);
            args.remove("format");
            target = new CommandRequest.Prefix(String.valueOf(args.remove("prefix")), args);
        }
        return result(
                dispatcher.dispatch(new CommandRequest(target, input, format == null ? null : format.toString(), null,
                        false, DAEMONS_LIMIT), from));
    }

    private HandleCommandResult run(String from, CommandTarget target, String prefix, CommandRequest request) {
        try {
            if (!isFor(target, prefix)) {
                String other = target.equals(CommandTarget.MON) ? "MGR" : "MON";
                return HandleCommandResult.error(Errno.EINVAL,
                        "'" + prefix + "' is no command of target " + target + ": send it to " + other);
            }
            return result(dispatcher.dispatch(request, from));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HandleCommandResult.error(Errno.EINTR, "interrupted");
        } catch (RuntimeException | Error e) { // the sender gets an answer in any case
            LOG.error("command '{}' of {} failed", prefix, from, e);
            return HandleCommandResult.error(Errno.EIO,
                    "the manager failed; whether the command ran is unknown: see its log");
        }
    }

    /** The result of a request that came from within this process. */
    public static HandleCommandResult result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> new HandleCommandResult(answered.reply().status(),
                    answered.reply().stdout(), answered.reply().stderr(), null);
            case Outcome.NotNow later -> HandleCommandResult.error(Errno.EAGAIN, later.reason());
            case Outcome.Redirect elsewhere -> HandleCommandResult.error(Errno.EAGAIN,
                    "another manager runs this command, at " + elsewhere.endpoint());
            case Outcome.WrongId wrong -> HandleCommandResult.error(Errno.EINVAL, wrong.reason());
        };
    }

    /** Whether the command belongs to this target. An unknown one does: the dispatcher refuses it. */
    private boolean isFor(CommandTarget target, String prefix) {
        return table.get()
                .entries()
                .stream()
                .filter(e -> e.signature().prefix().equals(prefix))
                .allMatch(e -> e.owner().equals(BuiltinCommands.OWNER) == target.equals(CommandTarget.MON));
    }
}
