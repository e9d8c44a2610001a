package io.reeve.daemon.active;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Election;
import io.reeve.election.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of enabled modules during one leadership, as last published or read; it is durable in ZooKeeper. */
public final class EnabledModules {
    private static final Logger LOG = LoggerFactory.getLogger(EnabledModules.class);
    /** How long a list that was published may take until it can be read back. */
    private static final Duration SYNC_WAIT = Duration.ofSeconds(2);

    private final Election election;
    private final Leadership leadership;
    private final List<String> initial;
    private volatile Set<String> names = Set.of();

    /** @param initial the modules of a cluster that never had any */
    public EnabledModules(Election election, Leadership leadership, List<String> initial) {
        this.election = election;
        this.leadership = leadership;
        this.initial = initial;
    }

    public Set<String> names() {
        return names;
    }

    /** Reads the list at the start of the leadership; publishes one if none is readable. */
    public Set<String> load(MgrMap map) {
        Set<String> loaded = sorted(election.enabledModules().isPresent() ? map.modules() : publishFirst(map));
        names = loaded;
        return loaded;
    }

    private List<String> publishFirst(MgrMap map) {
        List<String> known = map.modules().isEmpty() ? initial : map.modules();
        LOG.info("no readable list of enabled modules in ZooKeeper: publishing {}", known);
        List<String> modules = List.copyOf(new TreeSet<>(known));
        leadership.publishModules(modules);
        MgrMap _ = election.sync(SYNC_WAIT); // from here on the list is readable
        return modules;
    }

    private static Set<String> sorted(Collection<String> modules) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(modules));
    }

    /** Persists the list. Starting and stopping modules is left to the caller. */
    public void publish(Set<String> modules) {
        leadership.publishModules(new ArrayList<>(modules));
        names = sorted(modules);
    }

    /** The difference between a list and the present one, which it replaces; empty if there is none. */
    public Optional<Change> follow(Set<String> modules) {
        Set<String> added = new TreeSet<>(modules);
        added.removeAll(names);
        Set<String> removed = new TreeSet<>(names);
        removed.removeAll(modules);
        if (added.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        names = sorted(modules);
        return Optional.of(new Change(added, removed));
    }

    /** The health check for a list that is not readable in ZooKeeper; empty if it is readable. */
    public Optional<HealthCheck> check() {
        return election.enabledModules().isPresent()
                ? Optional.empty()
                : Optional.of(HealthCheck.warning("MGR_MODULE_LIST",
                        "the list of enabled modules in ZooKeeper is not readable",
                        "node " + election.paths().modules() + " is missing or is not a JSON list of names. Modules "
                                + names
                                + " stay enabled; write that list there, or change it with 'mgr module enable' or"
                                + " 'mgr module disable'"));
    }

    /** A difference between two lists. */
    public record Change(Set<String> added, Set<String> removed) {}
}
