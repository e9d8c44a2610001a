package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.election.Leadership;
import io.reeve.modulehost.ActiveHost;
import io.reeve.store.HealthStore;
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
    private static final Duration SYNC_WAIT = Duration.ofSeconds(2);
    /** So long a hand-over waits for the last lines of the cluster log. */
    private static final Duration FLUSH_WAIT = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveWork.class);

    private final Parts parts;
    private final Leadership leadership;
    private final ActiveServices services;
    private final ActiveHost host;
    private final Consumer<ActiveWork> serves;

    /**
     * @param serves hears when the modules run and requests may come
     */
    ActiveWork(Parts parts, Leadership leadership, Consumer<ActiveWork> serves) {
        this.parts = parts;
        this.leadership = leadership;
        this.serves = serves;
        this.services = new ActiveServices(parts, leadership);
        this.host = new ActiveHost(parts.modules(), services, this::moduleHealth);
    }

    private void moduleHealth(List<HealthCheck> checks) {
        try {
            parts.durable().health().set(HealthStore.MGR, checks);
        } catch (NotActiveException e) {
            LOG.debug("modules' health at the end of epoch {} is not kept: {}", leadership.epoch(), checks, e);
        }
    }

    ActiveHost host() {
        return host;
    }

    ActiveServices services() {
        return services;
    }

    Leadership leadership() {
        return leadership;
    }

    @Override
    public void open() {
        MgrMap map = caughtUp();
        Set<String> enabled = enabledModules(map);
        parts.durable().health().attach(leadership, enabled);
        parts.durable().log().attach(leadership);
        moduleHealth(List.of()); // the last active's modules are not these
        host.start(enabled);
        Set<String> late = host.awaitStarted(START_WAIT);
        if (!late.isEmpty()) {
            LOG.warn("available without modules {}: they have not started within {} ms", late, START_WAIT.toMillis());
        }
        serves.accept(this);
        leadership.publishAvailable();
        say(ClusterLogPriority.INFO, "Manager daemon " + parts.self().name() + " is now available, epoch "
                + leadership.epoch());
    }

    /** Everything that was committed before this activation is in memory. */
    private MgrMap caughtUp() {
        try {
            if (!parts.durable().configKey().sync(SYNC_WAIT)) {
                throw new IllegalStateException("config-key could not be read up to date within "
                        + SYNC_WAIT.toMillis() + " ms");
            }
            return parts.election().sync();
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
        Set<String> enabled = new TreeSet<>(known);
        leadership.publishModules(List.copyOf(enabled));
        return enabled;
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

    HandleCommandResult execute(String module, Command command, Duration most) {
        return host.execute(command, module, most);
    }

    void publishModules(Set<String> enabled) {
        leadership.publishModules(new ArrayList<>(enabled));
    }

    void say(ClusterLogPriority priority, String message) {
        services.clusterLog(ClusterLogChannel.CLUSTER, priority, "mgr." + parts.self().name(), message);
    }
}
