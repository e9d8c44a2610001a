package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.election.ClusterPaths;
import io.reeve.election.Leadership;
import io.reeve.maps.ActiveMaps;
import io.reeve.maps.MapMembers;
import io.reeve.maps.MapParts;
import io.reeve.modulehost.ActiveHost;
import io.reeve.store.EnsembleReader;
import io.reeve.store.NodeReads;
import io.reeve.store.health.HealthStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a manager does while it is active: its modules run, and what they write is fenced by this leadership's epoch. */
final class ActiveWork implements RoleController.ActiveTerm {
    /** So long a new active waits for the slowest module before it serves; who is slower gets a health check. */
    private static final Duration START_WAIT = Duration.ofMillis(500);
    /** So long a new active tries to read everything up to date before it gives the term up. */
    private static final Duration SYNC_WAIT = Duration.ofSeconds(2);
    /** So long a hand-over waits for the last lines of the cluster log. */
    private static final Duration FLUSH_WAIT = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveWork.class);

    private final Parts parts;
    private final Leadership leadership;
    private final ActiveServices services;
    private final ClusterTerm cluster;
    private final ActiveHost host;
    private final NoActiveWatch noActive;
    private final Consumer<ActiveWork> serves;
    private final AuditDesk audit;
    private volatile Set<String> enabled = Set.of();
    private volatile List<HealthCheck> ofModules = List.of();
    private volatile List<HealthCheck> ofDaemons = List.of();
    private volatile boolean stopping;
    private final ActiveMaps maps;

    /**
     * @param sender   sends the commands of modules
     * @param noActive tells how it was before
     * @param serves   hears when the modules run and requests may come
     */
    ActiveWork(Parts parts, Leadership leadership, ActiveServices.CommandSender sender, NoActiveWatch noActive,
            Consumer<ActiveWork> serves) {
        this.parts = parts;
        this.leadership = leadership;
        this.noActive = noActive;
        this.serves = serves;
        this.audit = new AuditDesk(AuditDesk.Log.of(parts.durable().log()), System::nanoTime);
        Clock clock = Clock.systemUTC();
        this.cluster = new ClusterTerm(parts, leadership, MapParts.names(clock::millis), List.of(new MapMembers()),
                this::notifyModules);
        this.services = new ActiveServices(parts, leadership, cluster.state()::snapshot, sender);
        this.host = new ActiveHost(parts.modules(), services, this::moduleHealth);
        this.maps = new ActiveMaps(new ActiveMaps.Storage(new NodeReads(parts.durable().client()),
                new EnsembleReader(parts.durable().client()),
                new ClusterPaths(parts.config().cluster()), parts.config().zookeeper(), parts.election().map().fsid(),
                clock), leadership, cluster.state(),
                new ActiveMaps.Health(parts.durable().health(), parts.durable().mutes()),
                host::notifyAll);
    }

    private void moduleHealth(List<HealthCheck> checks) {
        ofModules = checks;
        sayHealth();
    }

    /** What is wrong with what daemons report. */
    void daemonHealth(List<HealthCheck> checks) {
        ofDaemons = checks;
        sayHealth();
    }

    /** The manager's own checks: of its modules, the list that says which are enabled, and its reporting daemons. */
    void sayHealth() {
        List<HealthCheck> checks = new ArrayList<>(ofModules);
        checks.addAll(ofDaemons);
        if (parts.election().enabledModules().isEmpty()) {
            checks.add(unreadableList());
        }
        try {
            parts.durable().health().set(HealthStore.MGR, checks);
        } catch (NotActiveException e) {
            LOG.debug("modules' health at the end of epoch {} is not kept: {}", leadership.epoch(), checks, e);
        }
    }

    private HealthCheck unreadableList() {
        return HealthCheck.warning("MGR_MODULE_LIST", "the list of enabled modules in ZooKeeper is not readable",
                "node " + parts.election().paths().modules() + " is missing or is not a JSON list of names. Modules "
                        + enabled + " stay enabled; write that list there, or change it with 'mgr module enable' or"
                        + " 'mgr module disable'");
    }

    private void notifyModules(NotifyType type, String id) {
        host.notifyAll(type, id);
    }

    ClusterTerm cluster() {
        return cluster;
    }

    ActiveHost host() {
        return host;
    }

    ActiveServices services() {
        return services;
    }

    ActiveMaps maps() {
        return maps;
    }

    Leadership leadership() {
        return leadership;
    }

    @Override
    public void open() {
        MgrMap map = caughtUp();
        Set<String> modules = enabledModules(map);
        enabled = modules;
        parts.durable().health().attach(leadership, modules);
        parts.durable().log().attach(leadership);
        moduleHealth(List.of()); // the last active's modules are not these
        cluster.open(map);
        maps.start();
        awaitMaps();
        host.start(modules);
        Set<String> late = host.awaitStarted(START_WAIT);
        if (!late.isEmpty()) {
            LOG.warn("available without modules {}: they have not started within {} ms", late, START_WAIT.toMillis());
        }
        serves.accept(this);
        leadership.publishAvailable();
        noActive.lines().forEach(line -> say(line.priority(), line.text()));
        say(ClusterLogPriority.INFO, "Manager daemon " + parts.self().name() + " is now available, epoch "
                + leadership.epoch());
    }

    /** Takes an audit line of a manager that cannot write it. @return whether it is in the cluster log. May block */
    boolean audit(String by, String line) throws InterruptedException {
        return leadership.mayAct() && !stopping && audit.take(by, line);
    }

    /** Everything that was committed before this activation is in memory. */
    private MgrMap caughtUp() {
        try {
            long deadline = System.nanoTime() + SYNC_WAIT.toNanos();
            if (!parts.durable().configKey().sync(SYNC_WAIT)) {
                throw new IllegalStateException("config-key could not be read up to date within "
                        + SYNC_WAIT.toMillis() + " ms");
            }
            parts.durable().mutes().load(left(deadline));
            return parts.election().sync(left(deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while becoming active", e);
        }
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    /** Modules find the maps when they start, unless ZooKeeper is slow. */
    private void awaitMaps() {
        try {
            if (!maps.awaitLoaded(START_WAIT)) {
                LOG.warn("modules start without the cluster's maps: they are not loaded within {} ms",
                        START_WAIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while becoming active", e);
        }
    }

    private Set<String> enabledModules(MgrMap map) {
        if (parts.election().enabledModules().isPresent()) {
            return new TreeSet<>(map.modules());
        }
        List<String> known = map.modules().isEmpty() ? parts.config().initialModules() : map.modules();
        LOG.info("no readable list of enabled modules in ZooKeeper: publishing {}", known);
        Set<String> modules = new TreeSet<>(known);
        leadership.publishModules(List.copyOf(modules));
        MgrMap _ = parts.election().sync(SYNC_WAIT); // from here on the list is readable
        return modules;
    }

    @Override
    public void end() {
        stopping = true; // before the modules' pages go
        host.beginStop();
    }

    @Override
    public Set<String> running() {
        return host.running();
    }

    @Override
    public void freeze() {
        host.freeze();
    }

    @Override
    public void thaw() {
        host.thaw();
    }

    @Override
    public Set<String> stop(Duration limit, String why) {
        stopping = true;
        maps.close();
        cluster.close();
        Set<String> left = host.stop(limit);
        if (leadership.mayAct()) {
            writeLastLines();
        }
        parts.durable().log().detach();
        parts.durable().health().detach();
        if (left.isEmpty()) {
            host.close();
        }
        return left;
    }

    private void writeLastLines() {
        try {
            if (!parts.durable().log().flush(FLUSH_WAIT)) {
                LOG.info("the last lines of the cluster log are not written yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was told to stop. */
    boolean stopping() {
        return stopping;
    }

    HandleCommandResult execute(String module, Command command, Duration most) {
        return host.execute(command, module, most);
    }

    /** The enabled modules, as published or followed last. */
    Set<String> enabled() {
        return enabled;
    }

    /** Has the list of enabled modules persisted; what runs is the caller's business. */
    void publishModules(Set<String> modules) {
        leadership.publishModules(new ArrayList<>(modules));
        enabled = Set.copyOf(modules);
    }

    /** Somebody else changed the list: runs what it says. Does not wait for modules. */
    void follow(Set<String> modules) {
        Set<String> added = new TreeSet<>(modules);
        added.removeAll(enabled);
        Set<String> removed = new TreeSet<>(enabled);
        removed.removeAll(modules);
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        enabled = Set.copyOf(modules);
        say(ClusterLogPriority.INFO, "the list of enabled modules was changed in ZooKeeper: added " + added
                + ", removed " + removed);
        host.start(added);
        removed.forEach(host::disableSoon);
    }

    void say(ClusterLogPriority priority, String message) {
        services.clusterLog(ClusterLogChannel.CLUSTER, priority, "mgr." + parts.self().name(), message);
    }
}
