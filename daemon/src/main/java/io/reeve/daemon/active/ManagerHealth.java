package io.reeve.daemon.active;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.election.Leadership;
import io.reeve.store.health.HealthStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's own health checks during one leadership: about its modules, the list of enabled modules, and its reporting
 * daemons.
 */
public final class ManagerHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerHealth.class);

    private final HealthStore store;
    private final Leadership leadership;
    private final EnabledModules enabled;
    private volatile List<HealthCheck> ofModules = List.of();
    private volatile List<HealthCheck> ofDaemons = List.of();
    private volatile Optional<HealthCheck> ofHeap = Optional.empty();
    private volatile Optional<HealthCheck> ofCandidates = Optional.empty();

    public ManagerHealth(HealthStore store, Leadership leadership, EnabledModules enabled) {
        this.store = store;
        this.leadership = leadership;
        this.enabled = enabled;
    }

    /** Begins to persist checks, and removes those of modules that are no longer enabled. */
    public void open(Set<String> modules) {
        store.attach(leadership, modules);
        modules(List.of()); // the last active's modules are not these
    }

    /** Waits until the checks of the last active are there, unless ZooKeeper is slow. */
    public void awaitInherited(Duration limit) throws InterruptedException {
        if (!store.awaitInherited(limit)) {
            LOG.warn(
                    "the health checks of the last active are not read within {} ms: what this manager saw of them as a"
                            + " standby counts until then",
                    limit.toMillis());
        }
    }

    public void close() {
        store.detach();
    }

    /** Replaces the checks about modules. */
    public void modules(List<HealthCheck> checks) {
        ofModules = checks;
        publish();
    }

    /** Replaces the checks about what daemons report. */
    public void daemons(List<HealthCheck> checks) {
        ofDaemons = checks;
        publish();
    }

    /** Replaces the check of the heap. */
    public void heap(Optional<HealthCheck> check) {
        if (!check.equals(ofHeap)) {
            ofHeap = check;
            publish();
        }
    }

    /** Replaces the check of managers that cannot do the work of an active. */
    public void candidates(Optional<HealthCheck> check) {
        if (!check.equals(ofCandidates)) {
            ofCandidates = check;
            publish();
        }
    }

    /** Persists the checks as they are now. */
    public void publish() {
        List<HealthCheck> checks = new ArrayList<>(ofModules);
        checks.addAll(ofDaemons);
        enabled.check().ifPresent(checks::add);
        ofHeap.ifPresent(checks::add);
        ofCandidates.ifPresent(checks::add);
        try {
            store.set(HealthStore.MGR, checks);
        } catch (NotActiveException e) {
            LOG.debug("the manager's health at the end of epoch {} is not kept: {}", leadership.epoch(), checks, e);
        }
    }
}
