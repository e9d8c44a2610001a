package io.reeve.cluster.data;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.cluster.daemon.OsdId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code tell}: a command for one reporting daemon, for all of a type, or for one manager. */
public final class TellCommands {
    private static final String PREFIX = "tell";
    private static final String TARGET = "target";
    private static final String MANAGER = "mgr.";
    private static final String ALL = ".*";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private final DaemonCommandSender daemons;
    private final Supplier<Snapshot> snapshot;
    private final Here here;

    /** The manager at which the command is run. */
    public interface Here {
        /** The name of this manager. */
        String manager();

        /** Runs a command that this manager was told, and waits for its result. */
        HandleCommandResult run(List<String> words, Command told) throws InterruptedException;
    }

    public TellCommands(DaemonCommandSender daemons, Supplier<Snapshot> snapshot, Here here) {
        this.daemons = daemons;
        this.snapshot = snapshot;
        this.here = here;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of(new CommandDescriptor(
                PREFIX + " name=" + TARGET + ",type=CephString name=args,type=CephString,n=N,secret=true",
                "send a command to a reporting daemon, to all of a type or to a manager, as in: tell osd.0 perf dump; tell osd.*"
                        + " version; tell mgr.a config show",
                "rw"), this::tell));
    }

    /** The name of the manager that a command is for, as in {@code tell mgr.NAME}; empty for every other command. */
    public static Optional<String> manager(String prefix, Map<String, Object> args) {
        return prefix.equals(PREFIX) && args.get(TARGET) instanceof String target && target.startsWith(MANAGER)
                && !target.endsWith(ALL)
                        ? Optional.of(target.substring(MANAGER.length()))
                        : Optional.empty();
    }

    private HandleCommandResult tell(Command command) throws Exception {
        String target = command.string(TARGET);
        Optional<String> manager = manager(PREFIX, command.args());
        if (manager.isPresent()) {
            return manager.get().equals(here.manager())
                    ? here.run(command.strings("args"), command)
                    : HandleCommandResult.error(Errno.ENOENT,
                            target + " does not exist: 'mgr metadata' lists the managers");
        }
        if (target.endsWith(ALL)) {
            return all(target.substring(0, target.length() - ALL.length()), command);
        }
        DaemonId daemon = DataCommands.daemon(target);
        if (daemon == null) {
            return HandleCommandResult.error(Errno.EINVAL, "'" + target
                    + "' is not a daemon: write TYPE.ID, as in osd.0, or TYPE.*");
        }
        return daemons.send(daemon, Map.of("words", command.strings("args")), command.inbuf(), LIMIT).get();
    }

    private HandleCommandResult all(String type, Command command) throws InterruptedException {
        if (!DaemonId.isValid(type, "0") || MANAGER.equals(type + ".")) {
            return HandleCommandResult.error(Errno.EINVAL, "'" + command.string(TARGET) + "' is not a type of daemons"
                    + (MANAGER.equals(type + ".") ? ": managers are told one by one, as in mgr.a" : ", as in osd.*"));
        }
        List<DaemonId> known = known(type);
        return known.isEmpty()
                ? HandleCommandResult.error(Errno.ENOENT, "no daemon of type " + type + " is known")
                : new ToldDaemons(daemons, LIMIT).send(known, Map.of("words", command.strings("args")),
                        command.inbuf(), !command.format().equals("plain"));
    }

    /** The daemons of a type that report or have reported; storage daemons also if they are only in the map. */
    private List<DaemonId> known(String type) {
        Snapshot now = snapshot.get();
        TreeSet<DaemonId> found = new TreeSet<>(Comparator.comparingInt((DaemonId id) -> number(id.id()))
                .thenComparing(DaemonId::id));
        now.daemons().ofType(type).forEach(daemon -> found.add(daemon.id()));
        StateParts.OsdMapSummary map = now.part(StateParts.OSDS);
        if (type.equals("osd") && map != null) {
            map.osds().keySet().forEach(id -> found.add(OsdId.daemon(id)));
        }
        return new ArrayList<>(found);
    }

    private static int number(String id) {
        return id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : Integer.MAX_VALUE;
    }
}
