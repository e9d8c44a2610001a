package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonCommandSender;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.Gate;
import io.reeve.command.NotExecutedException;
import io.reeve.command.TableCommands;
import io.reeve.command.grammar.CommandTable;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.SentCommands;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.store.clusterlog.AuditOutbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final List<BuiltinCommand> builtins;
    private final AuditOutbox outbox;
    private final CommandDispatcher dispatcher;
    private volatile CommandTable table;

    /**
     * @param name   this manager's name
     * @param outbox the audit lines that this manager cannot write, as it is not active
     */
    ManagerCommands(CurrentRole<ActiveWork, StandbyWork> role, String name, ModuleCatalog catalog,
            List<BuiltinCommand> builtins, Gate gate, AuditOutbox outbox) {
        this.role = role;
        this.name = name;
        this.catalog = catalog;
        this.outbox = outbox;
        this.builtins = new ArrayList<>(builtins);
        this.builtins.addAll(TableCommands.of(this::table));
        this.table = makeTable();
        this.dispatcher = new CommandDispatcher(this::table, this::runModule, gate,
                this::audit, System::nanoTime);
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
        table = makeTable();
    }

    /** The prefixes of the commands that this node answers in every role. */
    List<String> answeredByAnyNode() {
        return table.answeredByAnyNode();
    }

    private CommandTable table() {
        return table;
    }

    private CommandTable makeTable() {
        Map<String, List<CommandDescriptor>> modules = new TreeMap<>();
        catalog.all().forEach(m -> modules.put(m.name(), m.commands()));
        CommandTable made = BuiltinCommands.table(builtins, modules);
        made.problems().forEach(problem -> LOG.warn("{}", problem));
        return made;
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
