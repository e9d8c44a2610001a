package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.cluster.data.TellCommands;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.ConfigData;
import io.reeve.daemon.active.CurrentKeys;
import io.reeve.daemon.active.TakeOverTimes;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.node.FoundDeaths;
import io.reeve.daemon.node.HoldRule;
import io.reeve.daemon.node.NodeGate;
import io.reeve.daemon.node.NodeView;
import io.reeve.daemon.node.Self;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.StartStep;
import io.reeve.daemon.rehearsal.Understudy;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.daemon.role.RoleController;
import io.reeve.daemon.role.RoleEvents;
import io.reeve.daemon.role.RoleState;
import io.reeve.election.ClusterPaths;
import io.reeve.election.ConfirmedEpochs;
import io.reeve.election.Election;
import io.reeve.election.ElectionConfig;
import io.reeve.election.LayoutException;
import io.reeve.election.MgrMapDump;
import io.reeve.election.NameTakenException;
import io.reeve.election.StepDown;
import io.reeve.election.UnavailableException;
import io.reeve.election.ZooKeeperAccess;
import io.reeve.election.ZooKeeperSession;
import io.reeve.election.ZooKeeperTls;
import io.reeve.http.Hold;
import io.reeve.maps.health.NoActiveWatch;
import io.reeve.modulehost.HostEnvironment;
import io.reeve.modulehost.ModuleManagement;
import io.reeve.modulehost.ModuleWatch;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ModuleData;
import io.reeve.modulehost.catalog.WorkFolder;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.options.ConfigKeys;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.threads.HostThreads;
import io.reeve.reportport.daemon.DaemonPort;
import io.reeve.reportport.peer.EpochHints;
import io.reeve.reportport.peer.PeerConnections;
import io.reeve.reportport.peer.PeerHandlers;
import io.reeve.reportport.peer.PeerProbe;
import io.reeve.store.clusterlog.AuditOutbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager: the list of its parts, which start one after the other and stop in reverse order.
 *
 * <pre>
 * ports → modules → ZooKeeper session → stores → election, peers → commands → role → name and queue
 * </pre>
 */
final class Manager implements AutoCloseable {
    private static final Duration PROVIDER_DEADLINE = Duration.ofSeconds(5);
    private static final Duration RESCAN_PERIOD = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration QUEUE_PERIOD = Duration.ofSeconds(5);
    /** The time for answers to what was held until its time was over, when this manager stops. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
    private static final Duration FIRST_TRIAL = Duration.ofSeconds(2);
    private static final int REHEARSED_ROUNDS = 3;
    private static final Duration REHEARSAL_PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

    private final ManagerConfig config;
    private final IntConsumer exit;
    private final ConfirmedEpochs confirmed;
    private final CompletableFuture<String> replaced = new CompletableFuture<>();
    private volatile ManagerConfig bound;
    /** Whether this manager led when it began to stop: then others may just have sent clients here. */
    private volatile boolean led;
    private final ClosingStack closing = new ClosingStack();
    private final CurrentRole<ActiveWork, StandbyWork> role = new CurrentRole<>();
    private final RoleNotifier news = new RoleNotifier(role);
    private final RoleEvents<ActiveWork, StandbyWork> events;
    private final FoundDeaths deaths = new FoundDeaths(System::nanoTime);
    private final TakeOverTimes times;
    private final NoActiveWatch noActive = new NoActiveWatch(System::nanoTime);
    private volatile @Nullable ManagerPorts ports;
    private volatile @Nullable NodeView view;
    private volatile @Nullable HostEnvironment modules;

    private final Understudy understudy = new Understudy(this::standsBy,
            () -> rehearse(REHEARSED_ROUNDS, REHEARSAL_PAUSE));

    /**
     * @param exit      ends the process with an exit code, when a module does not stop
     * @param confirmed the epochs that this process has seen
     */
    Manager(ManagerConfig config, IntConsumer exit, ConfirmedEpochs confirmed) {
        this.config = config;
        this.exit = exit;
        this.confirmed = confirmed;
        this.bound = config;
        this.events = new RoleEvents<>(role, config.drain());
        this.times = new TakeOverTimes(events, System::nanoTime);
    }

    /** Runs a manager until the process ends; returns the exit status. */
    static int run(ManagerConfig config) throws Exception {
        return new ManagerLives(ProcessExit::halt).run(config);
    }

    /** The parts that make this manager a member of the cluster. */
    private record Membership(Election election, PeerConnections peers, EpochHints hints, NodeView view,
            ModuleWatch modules, Hold hold) {}

    /**
     * Starts all parts. Waits for ZooKeeper as long as it takes.
     *
     * @throws IOException          if a port is in use or a folder cannot be written
     * @throws NameTakenException   if another live manager has this name
     * @throws LayoutException      if ZooKeeper holds data of a newer version
     */
    void start() throws IOException, InterruptedException, NameTakenException, LayoutException {
        StartStep<ZooKeeperAccess> access = StartStep.begin("zookeeper", this::access); // loading its client takes long
        ManagerPorts entrance = new ManagerPorts(config, role::get, closing);
        ports = entrance;
        bound = config.boundTo(entrance.port(), entrance.report().address().getPort());
        WorkFolder work = closing.add(workFolder(config.data(), entrance.self().gid()));
        HostEnvironment modules = modules(entrance.self(), work.path());
        this.modules = modules;
        StartStep<ModuleCatalog.Changes> scan = StartStep.begin("modules", modules.catalog()::rescan);
        closing.add(scan::awaitEnd); // before the catalog closes
        ZooKeeperSession session = closing.add(
                ZooKeeperSession.connect(access.end(), config.sessionTimeout(), entrance::zooKeeperRefuses));
        ModuleCatalog.Changes _ = scan.end();
        Stores stores = Stores.open(session, new ClusterPaths(config.cluster()), closing);
        Membership member = membership(entrance, session, modules.catalog());
        view = member.view();
        DaemonPort daemons = closing.add(new DaemonPort(entrance.report(), member.election()::map,
                member.view()::connectedToActive, new DaemonEventHandler(role::active), config.reportFacts()));
        ModuleManagement management = management(member, modules.catalog());
        ConfigKeys keys = new CurrentKeys(config.id(), stores.configKey(), role::active);
        ModuleOptions options = new ModuleOptions(modules.catalog(), keys,
                Stream.concat(config.options().stream(), Stream.of(ManagerLogLevel.OPTION)).toList());
        followLogLevel(options, stores);
        ManagerCommands commands = new ManagerCommands(role, config.id(), modules.catalog(),
                management::enabled,
                here -> builtins(entrance.self(), member, modules, management, options, keys, stores, daemons, here),
                new NodeGate(role::get, member.view()::sight, config.standbyMode()), outbox(entrance.self(), member));
        RoleController<ActiveWork, StandbyWork> controller = new RoleController<>(events, role,
                new ManagerRoles(config, entrance.self(), modules, new ConfigData(config, config.id(), options),
                        member.election(), session, stores, daemons, commands, noActive, times),
                config.drain(), exit);
        AbilityWatch ability = closing.add(
                new AbilityWatch(work::tryOut, member.election()::unable, System::nanoTime));
        listen(entrance, member, stores, management, commands);
        serve(entrance, member, modules.catalog(), commands, daemons,
                new ManagerDiagnostics(member.election(), session, stores)
                        .sections(role, modules.catalog(), management::enabled, news::moduleStatus, options));
        ability.start(FIRST_TRIAL);
        join(entrance, member, controller);
        closing.add(schedule(member, ability, entrance.self().gid()));
    }

    private ZooKeeperAccess access() throws IOException {
        Optional<ZooKeeperTls> tls = config.zooKeeperTls();
        return tls.isPresent()
                ? ZooKeeperAccess.of(config.zookeeper(), tls.get())
                : ZooKeeperAccess.of(config.zookeeper());
    }

    private HostEnvironment modules(Self self, Path work) {
        ModuleCatalog catalog = closing.add(new ModuleCatalog(config.modulePath(), work, PROVIDER_DEADLINE));
        ModuleLogs logs = closing.add(new ModuleLogs(config.logFolder(), self.name(), news::log));
        return closing.add(new HostEnvironment(catalog, HostSettings.defaults(), logs));
    }

    private static void followLogLevel(ModuleOptions options, Stores stores) {
        ManagerLogLevel level = new ManagerLogLevel(
                () -> options.get(ModuleOptions.MANAGERS, ManagerLogLevel.OPTION.name()).asString());
        stores.configKey().onChange(level::keysChanged);
        level.follow();
    }

    /** The folder for copies of jars. While it cannot be made for want of space, this manager queues behind others. */
    private static WorkFolder workFolder(Path data, long gid) {
        WorkFolder work = WorkFolder.of(data, "modules", Long.toString(gid));
        try {
            work.ensure();
        } catch (IOException e) {
            String what = "--data: no work folder can be made in " + data + ": " + e.getMessage();
            if (!Files.isDirectory(data) || !Files.isWritable(data)) {
                throw new CommandFailure(what + ". Choose a folder that this user can write.");
            }
            LOG.error("{}. It is tried again", what);
        }
        return work;
    }

    private Membership membership(ManagerPorts entrance, ZooKeeperSession session, ModuleCatalog catalog) {
        Self self = entrance.self();
        Supplier<MgrMap.Manager> record = () -> entrance.record(catalog.available());
        Election election = new Election(session, ElectionConfig.of(config.cluster(), config.priority(), confirmed),
                record.get(), times, new HolderProbe(new PeerProbe(entrance.report(), self.host())));
        EpochHints hints = new EpochHints(entrance.report()::identity, claimed -> Thread.ofVirtual()
                .name("reeve-epoch-hint")
                .start(() -> readAgain(election, claimed)));
        PeerConnections peers = closing.add(new PeerConnections(entrance.report(), election.requests(), hints,
                new PeerEvidence(election, times, deaths, understudy)));
        NodeView sight = new NodeView(self, role::get, election, session, peers, deaths);
        Hold hold = new Hold(config.hold(), new HoldRule(role::get, sight::sight, config.standbyMode()));
        return new Membership(election, peers, hints, sight, new ModuleWatch(catalog, record, election::updateSelf),
                hold);
    }

    private ModuleManagement management(Membership member, ModuleCatalog catalog) {
        Election election = member.election();
        return new ModuleManagement(election::map, catalog, member.modules(), role::active, () -> {
            MgrMap _ = election.sync();
            return election.enabledModules();
        });
    }

    private AuditOutbox outbox(Self self, Membership member) {
        return new AuditOutbox((number, line, written) -> {
            if (news.audit("mgr." + self.name(), line)) {
                written.run();
            } else {
                member.peers().tellActive(member.election().map(), number, line, written);
            }
        });
    }

    private List<BuiltinCommand> builtins(Self self, Membership member, HostEnvironment modules,
            ModuleManagement management, ModuleOptions options, ConfigKeys keys, Stores stores,
            DaemonPort daemons, TellCommands.Here here) {
        Builtins builtins = new Builtins(role, member.election()::map);
        return Stream
                .of(builtins.managers(new ElectionManagers(member.election(), events, member.peers(), self), management,
                        modules.catalog()),
                        builtins.keys(stores.configKey(), options, keys, bound),
                        builtins.health(stores.health(), stores.mutes(), stores.log()),
                        builtins.ofMaps(), builtins.daemons(daemons, here))
                .flatMap(List::stream)
                .toList();
    }

    /** Begins to answer on both ports by the role of this manager. */
    private void serve(ManagerPorts entrance, Membership member, ModuleCatalog catalog, ManagerCommands commands,
            DaemonPort daemons, List<DiagnosticSection> diagnostics) {
        RoleAnswers answers = new RoleAnswers(config, role, news, member.view(), member.hold());
        member.election().onMapChange(answers::mapChanged);
        entrance.serve(member.view(), new MgrMapDump(new ModuleData(catalog)::of)::dump, commands::answeredByAnyNode,
                answers.metrics(times), news::metricSources, diagnostics, answers.handler(commands, entrance));
        entrance.report()
                .serve(new PeerHandlers(member.election().requests(), member.hints(), this::handOver, news::audit,
                        () -> role.get().isServing()), daemons);
    }

    private Duration handOver(String by, long epoch, StepDown how) {
        news.handOverAsked(by, epoch, how);
        return events.handOver(epoch, how);
    }

    /** Registers the parts as listeners of each other. */
    private void listen(ManagerPorts entrance, Membership member, Stores stores, ModuleManagement management,
            ManagerCommands commands) {
        stores.configKey().onChange(news::keysChanged);
        stores.configKey().onWentBack(member.election()::dataWentBack);
        stores.health().onChange(news::healthChanged);
        stores.mutes().onChange(news::mutesChanged);
        stores.log().onWritten(news::logWritten);
        member.modules().onChange(commands::refresh);
        member.modules().onChange(news::catalogChanged);
        member.modules().onErrors(news::catalogChanged);
        member.election().onMapChange(entrance::mapChanged);
        member.election().onMapChange(member.peers()::update);
        member.election().onMapChange(noActive::mapChanged);
        member.election().onMapChange(news::mapChanged);
        member.election().onMapChange(understudy::mapChanged);
        member.election()
                .onModulesChange(_ -> Thread.ofVirtual()
                        .name("reeve-modules-follow")
                        .start(management::follow));
    }

    /** Asks ZooKeeper, since a peer claims an epoch that is not known here. Only the answer counts. */
    private static void readAgain(Election election, long claimed) {
        try {
            LOG.debug("a peer claims epoch {}; ZooKeeper says {}", claimed, election.sync().epoch());
        } catch (UnavailableException e) {
            LOG.debug("a peer claims epoch {}; ZooKeeper does not answer: {}", claimed, e.getMessage());
        }
    }

    private void join(ManagerPorts entrance, Membership member, RoleController<ActiveWork, StandbyWork> controller)
            throws InterruptedException, NameTakenException, LayoutException {
        controller.start();
        var _ = member.election().foreign().thenAccept(replaced::complete);
        member.election().start();
        events.joined();
        closing.add(() -> {
            member.peers().close(); // first, or they would look for peers whose connections end with the port
            entrance.report().close(true);
        });
        closing.add(member.election());
        closing.add(() -> leave(entrance, member));
        closing.add(controller);
    }

    /** Leaves the election, and answers what has come until then: most of it by sending it to the next active. */
    private void leave(ManagerPorts entrance, Membership member) {
        member.election().leave();
        if (!replaced.isDone()) { // else this process begins anew at once, at the same port
            member.hold().leaving();
            entrance.leave(config.hold().plus(LAST_ANSWERS), led && hasOthers(member.election().map()));
        }
    }

    private boolean hasOthers(MgrMap map) {
        return NodeView.names(map).stream().anyMatch(name -> !name.equals(config.id()));
    }

    /**
     * Schedules the look at the module path, whose mount may hang, and the look at the heap and at calls, each on a
     * thread of its own.
     */
    private AutoCloseable schedule(Membership member, AbilityWatch ability, long gid) {
        ModuleWatch watch = member.modules();
        CandidateWatch queue = new CandidateWatch(gid, member.election()::candidates,
                ability::unable, events::handOver, System::nanoTime);
        ScheduledExecutorService rescans = Executors
                .newScheduledThreadPool(4, HostThreads.factory("reeve-module-watch"));
        every(rescans, TICK, ability::look);
        every(rescans, QUEUE_PERIOD, () -> news.look(queue, config.id()));
        every(rescans, TICK, news::tick);
        every(rescans, RESCAN_PERIOD, watch);
        return rescans::shutdownNow;
    }

    /** Schedules a task that goes on after a failure, which is logged: an executor ends one that throws, without a word. */
    static void every(ScheduledExecutorService executor, Duration period, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of every {} s failed; it is tried again", period.toSeconds(), e);
            }
        }, Math.min(TICK.toNanos(), period.toNanos()), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until this manager can only begin anew, since the data in ZooKeeper were replaced. */
    void awaitReplacedData() throws InterruptedException {
        try {
            LOG.debug("to begin anew: {}", replaced.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it with a failure", e);
        }
    }

    /** The configuration with the ports that this manager has. */
    ManagerConfig bound() {
        return bound;
    }

    /** The role that this manager has now. */
    RoleState<ActiveWork, StandbyWork> role() {
        return role.get();
    }

    /** Whether this manager stands by, and an active is available and answers over the peer connection. */
    boolean standsBy() {
        NodeView now = view;
        return role.standby() != null && now != null && now.connectedToActive() && now.map().available();
    }

    /** Has this manager rehearse the take-over once it stands by. */
    void understudy() {
        understudy.begin();
        closing.add(understudy);
    }

    /** Rehearses the take-over now. Blocks; an interrupt ends it. On a thread of a rehearsal only. */
    void rehearse(int rounds, Duration pause) throws Exception {
        NodeView now = view;
        HostEnvironment host = modules;
        if (now != null && host != null) {
            new TakeOverRehearsal(host.catalog(), config.data()).play(now.map().modules(), rounds, pause);
        }
    }

    /** Ends all peer connections without a goodbye and takes no others, as the end of the process would. */
    void vanish() {
        ManagerPorts open = ports;
        if (open != null) {
            open.report().close(false);
        }
    }

    /** Hands over, then stops all parts in reverse order. Blocks until that is done. */
    @Override
    public synchronized void close() {
        led = role.get().leadership() != null;
        closing.close();
    }
}
