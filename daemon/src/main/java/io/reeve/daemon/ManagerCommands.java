package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.cluster.data.TellCommands;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.CommandRequest;
import io.reeve.command.Gate;
import io.reeve.command.NotExecutedException;
import io.reeve.command.Outcome;
import io.reeve.command.TableCommands;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.Signature;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.SentCommands;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.store.clusterlog.AuditOutbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All commands of this node: the built-in ones, and those of the loaded modules, enabled or not. */
final class ManagerCommands {
    /** The longest wait for a module's command, whatever the client asks for; the module may go on. */
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Logger LOG = LoggerFactory.getLogger(ManagerCommands.class);

    private final CurrentRole<ActiveWork, StandbyWork> role;
    private final String name;
    private final ModuleCatalog catalog;
    private final CommandTable builtins;
    private final AuditOutbox outbox;
    private final CommandDispatcher dispatcher;
    private final Supplier<List<String>> enabled;
    private final Object making = new Object();
    private volatile Made made;

    /** A table, and the enabled modules that it was made for. */
    private record Made(CommandTable table, List<String> enabled) {}

    /**
     * @param name    this manager's name
     * @param enabled the names of the enabled modules
     * @param builtins makes the built-in commands; what this manager is told comes back here
     * @param outbox  the audit lines that this manager cannot write, as it is not active
     */
    ManagerCommands(CurrentRole<ActiveWork, StandbyWork> role, String name, ModuleCatalog catalog,
            Supplier<List<String>> enabled, Function<TellCommands.Here, List<BuiltinCommand>> builtins, Gate gate,
            AuditOutbox outbox) {
        this.role = role;
        this.name = name;
        this.catalog = catalog;
        this.enabled = enabled;
        this.outbox = outbox;
        List<BuiltinCommand> own = new ArrayList<>(builtins.apply(new Told()));
        own.addAll(TableCommands.of(this::table, new CompletionValues(this::cluster,
                () -> catalog.all().stream().map(LoadedModule::name).toList())));
        this.builtins = BuiltinCommands.table(own);
        this.made = make(List.of());
        this.dispatcher = new CommandDispatcher(this::table, this::runModule, gate,
                this::audit, System::nanoTime);
    }

    /** What this manager is told. On a standby only what any node answers has a meaning. */
    private final class Told implements TellCommands.Here {
        @Override
        public String manager() {
            return name;
        }

        @Override
        public HandleCommandResult run(List<String> words, Command told) throws InterruptedException {
            Optional<Signature> command = table().parse(words, told.format())
                    .command()
                    .map(CommandTable.Entry::signature);
            if (command.filter(c -> c.prefix().equals(told.prefix())).isPresent()) {
                return HandleCommandResult.error(Errno.EINVAL, "a manager is not told to tell: leave out mgr." + name);
            }
            if (role.active() == null && !command.map(Signature::isAnsweredByAnyNode).orElse(true)) {
                return HandleCommandResult.error(Errno.EOPNOTSUPP, "mgr." + name + " is not active, and '"
                        + command.map(Signature::prefix).orElse("")
                        + "' is answered by the active only: leave out tell mgr."
                        + name);
            }
            Outcome outcome = dispatcher.dispatch(new CommandRequest(new CommandRequest.Words(words), told.inbuf(),
                    told.format(), null, false, SentCommands.LIMIT), told.from());
            if (outcome instanceof Outcome.NotNow later) {
                throw new NotExecutedException(later.reason()); // the client tries again, as without tell
            }
            return SentCommands.result(outcome);
        }
    }

    CommandDispatcher dispatcher() {
        return dispatcher;
    }

    /** The runner of commands that modules and daemons send. */
    SentCommands sent(DaemonCommandSender daemons) {
        return new SentCommands(this::table, dispatcher, daemons, SentCommands.LIMIT);
    }

    /** Makes the table anew, since the modules that there are have changed. */
    void refresh() {
        CommandTable table;
        synchronized (making) { // a table that was begun earlier is in place earlier
            made = make(enabledNow());
            table = made.table();
        }
        table.problems().forEach(problem -> LOG.warn("{}", problem));
    }

    /** The commands of modules, its own or others', that would not be reached any more if a module were enabled; with the reason. */
    List<String> conflicts(String module) {
        List<String> others = enabled.get().stream().filter(other -> !other.equals(module)).toList();
        List<String> before = conflicts(make(alphabetical(others.stream())));
        return conflicts(make(alphabetical(Stream.concat(others.stream(), Stream.of(module)))))
                .stream()
                .filter(conflict -> !before.contains(conflict))
                .toList();
    }

    private static List<String> conflicts(Made made) {
        return made.enabled().stream().flatMap(module -> made.table().conflicts(module).stream()).toList();
    }

    /** The prefixes of the commands that this node answers in every role, as of the last table. Does not block. */
    List<String> answeredByAnyNode() {
        return made.table().answeredByAnyNode();
    }

    private CommandTable table() {
        Made known = made;
        if (known.enabled().equals(enabledNow())) {
            return known.table();
        }
        synchronized (making) {
            List<String> now = enabledNow();
            if (!made.enabled().equals(now)) {
                made = make(now);
            }
            return made.table();
        }
    }

    private List<String> enabledNow() {
        return alphabetical(enabled.get().stream());
    }

    /** The order in which enabled modules get their commands: it is the same on every manager, and after a restart. */
    private static List<String> alphabetical(Stream<String> modules) {
        return modules.sorted().distinct().toList();
    }

    private Made make(List<String> on) {
        Map<String, List<CommandDescriptor>> modules = new TreeMap<>();
        catalog.all().forEach(m -> modules.put(m.name(), m.commands()));
        SequencedMap<String, List<CommandDescriptor>> first = new LinkedHashMap<>();
        for (String module : on) {
            List<CommandDescriptor> commands = modules.remove(module);
            if (commands != null) {
                first.put(module, commands);
            }
        }
        return new Made(BuiltinCommands.table(builtins, first, modules), List.copyOf(on));
    }

    /** The cluster's state while this manager is active; null else. */
    private @Nullable Snapshot cluster() {
        ActiveWork work = role.active();
        return work == null ? null : work.cluster().state().snapshot();
    }

    private HandleCommandResult runModule(String module, Command command) {
        ActiveWork work = role.active();
        if (work == null) {
            throw new NotExecutedException("this manager is not active any more");
        }
        return work.execute(module, command, LIMIT);
    }

    private void audit(String line) {
        ActiveWork work = role.active();
        if (work == null || work.stopping()) {
            outbox.add(line + ", at " + Instant.now().truncatedTo(ChronoUnit.MILLIS));
        } else {
            work.log().add(ClusterLogChannel.AUDIT, ClusterLogPriority.INFO, "mgr." + name, line);
        }
        LOG.info("audit: {}", line);
    }
}
