package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.data.ClusterCommands;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.Gate;
import io.reeve.command.TableCommands;
import io.reeve.command.grammar.CommandTable;
import io.reeve.daemon.status.StatusCommands;
import io.reeve.election.FencedWriter;
import io.reeve.election.MgrCommands;
import io.reeve.election.MgrMapDump;
import io.reeve.http.endpoint.CommandEndpoint;
import io.reeve.maps.MapAccess;
import io.reeve.modulehost.ModuleCommands;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ModuleData;
import io.reeve.modulehost.instance.HostServices;
import io.reeve.modulehost.options.ConfigCommands;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.report.protocol.Frame;
import io.reeve.standby.StandbyMode;
import io.reeve.store.clusterlog.LogCommands;
import io.reeve.store.configkey.ConfigKeyCommands;
import io.reeve.store.health.HealthCommands;
import io.reeve.store.health.HealthReport;
import io.undertow.server.HttpHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All commands of this node: what is built in, and what the loaded modules bring, enabled or not. */
final class ManagerCommands {
    /** How long a module may work on a command, as in the field: longer than anybody waits. */
    private static final Duration LIMIT = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(ManagerCommands.class);

    private final Parts parts;
    private final ManagerRoles roles;
    private final ModuleCatalog catalog;
    private final MgrMapDump dump;
    private final List<BuiltinCommand> builtins;
    private final HttpHandler endpoint;
    private final SentCommands sent;
    private final AuditOutbox outbox;
    private volatile CommandTable table;

    /**
     * @param outbox takes the audit lines while this manager is not active
     * @param proxy  forwards what belongs to the active, in proxy mode
     */
    ManagerCommands(Parts parts, MgrCommands.Managers managers, ManagerRoles roles, Gate gate, ModuleWatch modules,
            AuditOutbox outbox, HttpHandler proxy) {
        this.parts = parts;
        this.outbox = outbox;
        this.roles = roles;
        this.catalog = parts.modules().catalog();
        this.dump = new MgrMapDump(new ModuleData(catalog)::of);
        this.builtins = builtins(managers, modules);
        this.table = makeTable();
        CommandDispatcher dispatcher = new CommandDispatcher(() -> table,
                this::runModule, gate, this::audit, System::nanoTime);
        this.sent = new SentCommands(() -> table, dispatcher, parts.reports(), SentCommands.LIMIT);
        this.endpoint = new CommandEndpoint(dispatcher, () -> NodeView.urls(parts.election().map()),
                parts.config().standbyMode() == StandbyMode.PROXY
                        ? (exchange, body, _) -> ProxiedCommand.forward(exchange, body, proxy)
                        : CommandEndpoint::redirect);
    }

    /** Sends a command of a module. */
    CompletableFuture<HandleCommandResult> send(String module, CommandTarget target, Map<String, Object> command,
            byte[] input) {
        return sent.send("mgr." + parts.self().name() + "." + module, target, command, input);
    }

    /** Runs a command that a daemon sent; waits for its result. */
    HandleCommandResult run(String from, Map<String, Object> command, byte[] input) throws InterruptedException {
        return sent.run(from, command, input);
    }

    /** Answers {@code /api/command}. */
    HttpHandler endpoint() {
        return endpoint;
    }

    /** The map as {@code mgr dump} shows it. */
    Map<String, Object> dump(MgrMap map) {
        return dump.dump(map);
    }

    /** The prefixes of the commands that this node answers in every role. */
    List<String> answeredByAnyNode() {
        return table.answeredByAnyNode();
    }

    /** The module path has changed. */
    void refresh() {
        table = makeTable();
    }

    private CommandTable makeTable() {
        Map<String, List<CommandDescriptor>> modules = new TreeMap<>();
        catalog.all().forEach(m -> modules.put(m.name(), m.commands()));
        CommandTable made = BuiltinCommands.table(builtins, modules);
        made.problems().forEach(problem -> LOG.warn("{}", problem));
        return made;
    }

    private List<BuiltinCommand> builtins(MgrCommands.Managers managers, ModuleWatch modules) {
        Supplier<MgrMap> map = parts.election()::map;
        Durable durable = parts.durable();
        List<BuiltinCommand> all = new ArrayList<>();
        all.addAll(new MgrCommands(managers, dump).commands());
        ModuleManagement management = new ModuleManagement(map, catalog, modules, roles::activeWork,
                this::enabledNow);
        roles.followModulesBy(management::follow);
        all.addAll(new ModuleCommands(management, catalog).commands());
        all.addAll(new ConfigKeyCommands(durable.configKey(), this::writer).commands());
        HostServices services = new CurrentServices(parts, this::activeWork);
        all.addAll(new ConfigCommands(new ModuleOptions(catalog, services, parts.config().options()), services)
                .commands());
        Supplier<HealthReport> health = () -> HealthReport.of(durable.health().all().values(),
                durable.mutes().all());
        MapAccess maps = new CurrentMaps(roles::activeWork);
        Clock clock = Clock.systemUTC();
        Supplier<Snapshot> snapshot = () -> activeWork().cluster().state().snapshot();
        all.addAll(new StatusCommands(map, health, maps, snapshot, clock).commands());
        all.addAll(new LogCommands(durable.log()).commands());
        all.addAll(new HealthCommands(health, durable.mutes(), this::writer, clock).commands());
        all.addAll(maps.commands(clock));
        all.addAll(ClusterCommands.of(snapshot, parts.reports(), Frame.VERSION));
        all.addAll(TableCommands.of(() -> table));
        return List.copyOf(all);
    }

    private Optional<List<String>> enabledNow() {
        MgrMap _ = parts.election().sync();
        return parts.election().enabledModules();
    }

    private FencedWriter writer() {
        return activeWork().leadership();
    }

    private ActiveWork activeWork() {
        ActiveWork work = roles.activeWork();
        if (work == null) {
            throw new NotActiveException("this manager is not active any more");
        }
        return work;
    }

    private HandleCommandResult runModule(String module, Command command) {
        ActiveWork work = roles.activeWork();
        return work == null
                ? HandleCommandResult.error(Errno.EAGAIN, "this manager is not active any more")
                : work.execute(module, command, LIMIT);
    }

    private void audit(String line) {
        ActiveWork work = roles.activeWork();
        if (work == null || work.stopping()) {
            outbox.add(line + ", at " + Instant.now().truncatedTo(ChronoUnit.MILLIS));
        } else {
            work.services()
                    .clusterLog(ClusterLogChannel.AUDIT, ClusterLogPriority.INFO,
                            "mgr." + parts.self().name(), line);
        }
        LOG.info("audit: {}", line);
    }
}
