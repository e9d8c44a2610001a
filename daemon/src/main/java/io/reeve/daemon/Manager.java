package io.reeve.daemon;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.election.ClusterPaths;
import io.reeve.election.Election;
import io.reeve.election.ElectionConfig;
import io.reeve.election.LayoutException;
import io.reeve.election.MgrMapDump;
import io.reeve.election.NameProbe;
import io.reeve.election.NameTakenException;
import io.reeve.election.ZooKeeperSession;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.Unavailable;
import io.reeve.http.endpoint.LocalEndpoints;
import io.reeve.http.endpoint.Origins;
import io.reeve.modulehost.HostEnvironment;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.WorkFolder;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.report.protocol.Identity;
import io.reeve.reportport.daemon.DaemonPort;
import io.reeve.reportport.peer.PeerConnections;
import io.reeve.reportport.peer.PeerProbe;
import io.reeve.reportport.peer.ReportPort;
import io.reeve.standby.StandbyHandler;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager: the list of its parts, how they start one after the other, and that they stop the other way round.
 *
 * <pre>
 * listeners → modules → ZooKeeper session → store → election → commands → role → peers → name and queue
 * </pre>
 */
final class Manager implements AutoCloseable {
    private static final Duration PROVIDER_DEADLINE = Duration.ofSeconds(5);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);
    private static final Duration RESCAN_PERIOD = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

    private final ManagerConfig config;
    private final IntConsumer exit;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile @Nullable ManagerRoles roles;
    private volatile @Nullable ManagerCommands commands;

    /**
     * @param exit ends the process with a code, when a module leaves no other way
     */
    Manager(ManagerConfig config, IntConsumer exit) {
        this.config = config;
        this.exit = exit;
    }

    /** Runs a manager until it stops; the exit status. */
    static int run(ManagerConfig config) throws Exception {
        Manager manager = new Manager(config, ProcessExit::halt);
        ProcessExit.onExit(manager::close);
        manager.start();
        new CountDownLatch(1).await();
        return ProcessExit.OK;
    }

    /**
     * Starts everything; waits for ZooKeeper as long as it takes.
     *
     * @throws IOException          a port cannot be had
     * @throws NameTakenException   another live manager has this name
     * @throws LayoutException      ZooKeeper holds data of a newer version
     */
    void start() throws IOException, InterruptedException, NameTakenException, LayoutException {
        RoleController controller = new RoleController(config.drain(), exit);
        Identities identities = new Identities();
        ReportPort report = closing(new ReportPort(config.report().toSocketAddress(), identities::forPeers));
        HttpHandler nothingYet = Unavailable.always("this manager is starting");
        HttpListener http = closing(new HttpListener(config.http().host(), config.http().port(),
                HttpLimits.defaults(), nothingYet));
        URI url = config.advertiseUrl(http.address().getPort());
        Self self = Self.create(config.id(), url.getHost(), new SecureRandom());
        identities.self = self;
        NodeView view = new NodeView(self, config.cluster(), controller);
        PrometheusRegistry registry = new PrometheusRegistry();
        LocalEndpoints local = localEndpoints(view, registry);
        http.setHandler(local.over(nothingYet));
        LOG.info("manager {} (gid {}, pid {}) listens on {} and reports on {}", self.name(), self.gid(), self.pid(),
                url, report.address());

        WorkFolder work = closing(workFolder(config.data(), self.gid()));
        ModuleCatalog catalog = closing(new ModuleCatalog(config.modulePath(), work.path(), PROVIDER_DEADLINE));
        ModuleCatalog.Changes _ = catalog.rescan();
        HostEnvironment modules = closing(new HostEnvironment(catalog, HostSettings.defaults(),
                new ModuleLogs(config.logFolder(), self.name(), this::logToCluster)));
        ZooKeeperSession session = closing(ZooKeeperSession.connect(config.zookeeper(), config.sessionTimeout()));
        Durable durable = openStore(session);
        Supplier<MgrMap.Manager> record = () -> record(self, url, report, catalog);
        Election election = new Election(session, ElectionConfig.of(config.cluster(), config.priority()), record.get(),
                controller, probe(new PeerProbe(report, self.host())));
        PeerConnections peers = closing(new PeerConnections(report, (name, gid, why) -> Thread.ofVirtual()
                .name("reeve-evict")
                .start(() -> evict(election, name, gid, why))));
        identities.election = election;
        view.attach(election, session, peers);

        DaemonTrouble trouble = new DaemonTrouble(
                (priority, line) -> logToCluster(priority, "mgr." + self.name(), line), this::daemonHealth,
                this::runForDaemon);
        DaemonPort daemons = closing(new DaemonPort(report, view::map, trouble));
        Parts all = new Parts(config, self, url.toString(), election, durable, modules, daemons);
        ManagerRoles made = new ManagerRoles(all);
        roles = made;
        ModuleWatch watch = new ModuleWatch(catalog, record, election::updateSelf, this::catalogChanged);
        StandbyHandler standby = new StandbyHandler(config.standbyMode(), view, made::standbyModule);
        AuditOutbox outbox = new AuditOutbox((number, line) -> made.audit("mgr." + self.name(), line)
                || peers.tellActive(view.map(), number, line));
        peers.onAudited(outbox::written);
        ManagerCommands commands = new ManagerCommands(all,
                new ElectionManagers(election, controller, peers, self), made,
                new NodeGate(controller, view, config.standbyMode()), watch, outbox, standby);
        this.commands = commands;
        made.answerCommandsWith(commands.endpoint(), commands::send);
        ManagerMetrics.register(registry, view, controller, made::moduleStatus);
        http.setHandler(local.over(new RoleHandler(made, standby, commands.endpoint())));

        durable.configKey().onChange(made::keysChanged);
        durable.health().onChange(made::healthChanged);
        durable.mutes().onChange(made::tellHealth);
        durable.log().onWritten(made::logWritten);
        election.onMapChange(peers::update);
        election.onMapChange(made::mapChanged);
        election.onModulesChange(_ -> made.modulesChanged());
        report.onStepDown(controller::handOver);
        report.onAudit(made::audit);
        report.activeWhile(controller::isServing);
        controller.start(made);
        election.start();
        view.joined();
        parts.push(() -> {
            peers.close(); // first, or they would look for peers whose connections end with the port
            report.close(true);
        });
        parts.push(election);
        parts.push(controller);
        schedule(watch);
    }

    private void logToCluster(ClusterLogPriority priority, String module, String message) {
        ManagerRoles made = roles;
        ActiveWork work = made == null ? null : made.activeWork();
        if (work != null) {
            work.services().clusterLog(ClusterLogChannel.CLUSTER, priority, module, message);
        }
    }

    private HandleCommandResult runForDaemon(String from, Map<String, Object> command, byte[] input)
            throws InterruptedException {
        ManagerCommands known = commands;
        return known == null
                ? HandleCommandResult.error(Errno.EAGAIN, "this manager is starting")
                : known.run(from, command, input);
    }

    private void catalogChanged() {
        ManagerCommands now = commands;
        ManagerRoles made = roles;
        if (now != null && made != null) {
            now.refresh();
            made.catalogChanged();
        }
    }

    private LocalEndpoints localEndpoints(NodeView view, PrometheusRegistry registry) {
        return new LocalEndpoints(view, () -> describe(view), registry,
                origin -> Origins.isOneOf(origin, view.urls()));
    }

    private Object describe(NodeView view) {
        MgrMap map = view.map();
        ManagerCommands known = commands;
        Map<String, Object> out = known == null ? MgrMapDump.stat(map) : known.dump(map);
        out.put("active_url", map.active() == null ? "" : map.active().manager().url());
        Map<String, Object> self = view.describe();
        self.put("any_node_commands", known == null ? List.of() : known.answeredByAnyNode());
        out.put("self", self);
        return out;
    }

    private void daemonHealth(List<HealthCheck> checks) {
        ManagerRoles current = roles;
        if (current != null) {
            current.daemonHealth(checks);
        }
    }

    private static WorkFolder workFolder(Path data, long gid) {
        try {
            return WorkFolder.make(data, "modules", Long.toString(gid));
        } catch (UncheckedIOException unwritable) {
            throw new CommandFailure(
                    "--data: " + unwritable.getMessage() + ". Choose a folder that this user can write.");
        }
    }

    private Durable openStore(ZooKeeperSession session) throws InterruptedException {
        ClusterPaths paths = new ClusterPaths(config.cluster());
        ConfigKeyStore configKey = closing(new ConfigKeyStore(session.client(), paths));
        configKey.start();
        ClusterLog log = closing(new ClusterLog(session.client(), paths, Clock.systemUTC()));
        HealthStore health = closing(new HealthStore(session.client(), paths, System::nanoTime));
        health.start();
        return new Durable(configKey, log, health, new HealthMutes(session.client(), paths), session.client());
    }

    private MgrMap.Manager record(Self self, URI url, ReportPort report, ModuleCatalog catalog) {
        return new MgrMap.Manager(self.name(), self.gid(), self.host(), self.pid(), url.toString(),
                config.advertiseReport(report.address().getPort()).toString(), self.version(), config.priority(),
                catalog.available(), HostFacts.collect());
    }

    private static NameProbe probe(PeerProbe peers) {
        return holder -> {
            try {
                return switch (peers.ask(holder).get(PROBE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    case PeerProbe.Answer.Alive _ -> NameProbe.Verdict.ALIVE;
                    case PeerProbe.Answer.Gone _ -> NameProbe.Verdict.GONE;
                    case PeerProbe.Answer.Unknown _ -> NameProbe.Verdict.UNKNOWN;
                };
            } catch (ExecutionException | TimeoutException e) {
                return NameProbe.Verdict.UNKNOWN;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return NameProbe.Verdict.UNKNOWN;
            }
        };
    }

    private static void evict(Election election, String name, long gid, String why) {
        try {
            boolean _ = election.evict(name, gid, why);
        } catch (RuntimeException e) {
            LOG.warn("manager {} (gid {}) is dead, but could not be evicted: {}", name, gid, e.toString());
        }
    }

    private void schedule(ModuleWatch watch) {
        ScheduledExecutorService rescans = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reeve-module-watch").factory());
        var _ = rescans.scheduleWithFixedDelay(watch, RESCAN_PERIOD.toMillis(), RESCAN_PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        parts.push(rescans::shutdownNow);
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /** Hands over, stops everything in reverse order, and returns when it has. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("stopping: {}", e.toString(), e);
            }
        }
    }

    /** Who this manager tells its peers that it is; it does not know everything from the start. */
    private final class Identities {
        volatile @Nullable Self self;
        volatile @Nullable Election election;

        Identity forPeers() {
            Self who = self;
            Election from = election;
            MgrMap map = from == null ? null : from.map();
            return new Identity(config.id(), who == null ? 1 : who.gid(), config.cluster(),
                    map == null ? "" : map.fsid(), map == null ? 0 : map.epoch());
        }
    }
}
