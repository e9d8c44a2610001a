package io.reeve.daemon.active;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.active.TakeOverTimes.Phase;
import io.reeve.daemon.role.ActiveRoleWork;
import io.reeve.election.Leadership;
import io.reeve.http.OpenExchanges;
import io.reeve.maps.ActiveMaps;
import io.reeve.maps.health.NoActiveWatch;
import io.reeve.modulehost.ActiveHost;
import io.reeve.modulehost.ModuleManagement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the active manager, under one leadership: runs its modules, whose writes are fenced by the leadership's
 * epoch.
 */
public final class ActiveWork implements ActiveRoleWork, ModuleManagement.Active {
    /** The longest wait of a new active for its modules; slower ones raise a health check. */
    private static final Duration START_WAIT = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveWork.class);

    private final Leadership leadership;
    private final CatchUp catchUp;
    private final ActiveServices services;
    private final ActiveCluster cluster;
    private final ActiveMaps maps;
    private final ActiveHost host;
    private final EnabledModules enabled;
    private final ManagerHealth health;
    private final ActiveLog log;
    private final SentCommands sent;
    private final NoActiveWatch noActive;
    private final TakeOverTimes times;
    private final OpenExchanges pages = new OpenExchanges();
    private final OpenExchanges scrapes = new OpenExchanges();
    private final HeapWatch heap;
    private volatile boolean stopping;

    /**
     * @param sent     the runner of commands that daemons send
     * @param noActive the time for which no manager was active before
     * @param times    takes the times of the phases in which this opens
     */
    public ActiveWork(Leadership leadership, CatchUp catchUp, ActiveServices services, ActiveCluster cluster,
            ActiveMaps maps,
            ActiveHost host, EnabledModules enabled, ManagerHealth health, ActiveLog log, SentCommands sent,
            NoActiveWatch noActive, TakeOverTimes times) {
        this.leadership = leadership;
        this.catchUp = catchUp;
        this.services = services;
        this.cluster = cluster;
        this.maps = maps;
        this.host = host;
        this.enabled = enabled;
        this.health = health;
        this.log = log;
        this.sent = sent;
        this.noActive = noActive;
        this.times = times;
        this.heap = HeapWatch.ofProcess(host::allocated);
    }

    public Leadership leadership() {
        return leadership;
    }

    public ActiveServices services() {
        return services;
    }

    public ActiveCluster cluster() {
        return cluster;
    }

    public ActiveMaps maps() {
        return maps;
    }

    @Override
    public ActiveHost host() {
        return host;
    }

    public ActiveLog log() {
        return log;
    }

    /** The requests that modules answer, which end with the leadership. */
    public OpenExchanges pages() {
        return pages;
    }

    /** The scrapes that modules answer, which end as soon as modules are told to stop. */
    public OpenExchanges scrapes() {
        return scrapes;
    }

    @Override
    public void open() {
        try {
            Set<String> modules = openStores();
            times.ended(Phase.ACTIVATION);
            maps.start();
            awaitMaps();
            times.ended(Phase.MAPS);
            startModules(modules);
            log.open(); // it reads many nodes, and lines wait for it meanwhile
            times.ended(Phase.MODULES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while becoming active", e);
        }
    }

    private Set<String> openStores() throws InterruptedException {
        maps.ask();
        MgrMap map = catchUp.run();
        services.progress().open(); // it reads config-key
        Set<String> modules = enabled.load(map);
        health.open(modules);
        cluster.open(map);
        health.awaitInherited(START_WAIT);
        return modules;
    }

    /** Waits for the maps, so that modules find them when they start, unless ZooKeeper is slow. */
    private void awaitMaps() throws InterruptedException {
        if (!maps.awaitLoaded(START_WAIT)) {
            LOG.warn("modules start without the cluster's maps: they are not loaded within {} ms",
                    START_WAIT.toMillis());
        }
    }

    private void startModules(Set<String> modules) {
        host.start(modules);
        host.listed(modules);
        Set<String> late = host.awaitStarted(START_WAIT);
        if (!late.isEmpty()) {
            LOG.warn("available without modules {}: they have not started within {} ms", late, START_WAIT.toMillis());
        }
    }

    @Override
    public void publish() {
        leadership.publishAvailable();
        times.ended(Phase.AVAILABLE);
        LOG.info("took over within {}", times.text());
        noActive.lines().forEach(line -> say(line.priority(), line.text()));
        say(ClusterLogPriority.INFO, "Manager daemon " + services.mgrId() + " is now available, epoch "
                + leadership.epoch());
        cluster.admit();
    }

    @Override
    public void end() {
        stopping = true; // before the modules' pages go away
        host.beginStop();
        scrapes.end();
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
        long begin = System.nanoTime();
        stopping = true;
        host.beginStop();
        if (leadership.state() != Leadership.State.ENDED) {
            awaitCommands(limit);
        }
        scrapes.end();
        maps.close();
        cluster.close();
        Duration rest = limit.minusNanos(System.nanoTime() - begin);
        Set<String> left = host.stop(rest.isNegative() ? Duration.ZERO : rest);
        services.progress().close();
        pages.end();
        log.close();
        health.close();
        if (left.isEmpty()) {
            host.close();
        }
        return left;
    }

    /** Gives the commands that run the time in which modules stop: they may need the maps and the daemons. */
    private void awaitCommands(Duration limit) {
        try {
            if (!sent.awaitRunning(limit)) {
                LOG.info("commands still run after {} ms: what they write from now on is refused", limit.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this work was told to stop. */
    public boolean stopping() {
        return stopping;
    }

    /** Replaces the health checks about what daemons report. Does not block. */
    public void daemonHealth(List<HealthCheck> checks) {
        health.daemons(checks);
    }

    /** Replaces the health check of managers that cannot do the work of an active. Does not block. */
    public void candidates(Optional<HealthCheck> check) {
        health.candidates(check);
    }

    /** Looks at what changes without an event, once in a while; one thread. */
    public void look() {
        host.look();
        health.heap(heap.look());
    }

    @Override
    public void publishHealth() {
        health.publish();
    }

    @Override
    public void say(ClusterLogPriority priority, String message) {
        log.say(priority, message);
    }

    /**
     * Takes an audit line of a manager that cannot write it. May block.
     *
     * @return whether it is in the cluster log
     */
    public boolean audit(String by, String line) throws InterruptedException {
        return leadership.mayAct() && !stopping && log.takeAudit(by, line);
    }

    /**
     * Runs a command of a module. Blocks.
     *
     * @param most how long it may take; after that the result is an error
     */
    public HandleCommandResult execute(String module, Command command, Duration most) {
        if (stopping) { // its modules stop: nothing was sent to them
            throw new NotActiveException("this manager is handing over");
        }
        return host.execute(command, module, most);
    }

    /** Runs a command that a daemon sent, and waits for its result. */
    public HandleCommandResult runForDaemon(String from, Map<String, Object> command, byte[] input)
            throws InterruptedException {
        return sent.run(from, command, input);
    }

    @Override
    public Set<String> modules() {
        return enabled.names();
    }

    @Override
    public Set<String> readModules() {
        return enabled.read();
    }

    @Override
    public void listModule(String module, boolean on) {
        enabled.set(module, on);
        host.listed(enabled.names());
    }

    @Override
    public List<String> commandConflicts(String module) {
        return enabled.conflicts(module);
    }

    @Override
    public void takeModules(Set<String> modules) {
        enabled.follow(modules);
    }
}
