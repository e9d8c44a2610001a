package io.reeve.daemon.active;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Election;
import io.reeve.election.Leadership;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of enabled modules during one leadership, as last published or read; it is durable in ZooKeeper. */
public final class EnabledModules {
    private static final Logger LOG = LoggerFactory.getLogger(EnabledModules.class);
    /** The time until a published list must be readable. */
    private static final Duration SYNC_WAIT = Duration.ofSeconds(2);

    private final Election election;
    private final Leadership leadership;
    private final List<String> initial;
    private final Function<String, List<String>> conflicts;
    private volatile Set<String> names = Set.of();

    /**
     * @param initial   the modules of a cluster that never had any
     * @param conflicts the commands that would not be reached any more if a module were enabled
     */
    public EnabledModules(Election election, Leadership leadership, List<String> initial,
            Function<String, List<String>> conflicts) {
        this.election = election;
        this.leadership = leadership;
        this.initial = initial;
        this.conflicts = conflicts;
    }

    public Set<String> names() {
        return names;
    }

    /** The commands that would not be reached any more if this module were enabled too, with the reasons. */
    public List<String> conflicts(String module) {
        return conflicts.apply(module);
    }

    /** Reads the list at the start of the leadership; publishes one if none is readable. */
    public Set<String> load(MgrMap map) {
        Set<String> loaded = sorted(election.enabledModules().isPresent() ? map.modules() : publishFirst(map));
        names = loaded;
        return loaded;
    }

    private Set<String> publishFirst(MgrMap map) {
        List<String> known = map.modules().isEmpty() ? initial : map.modules();
        LOG.info("no readable list of enabled modules in ZooKeeper: publishing {}", known);
        Set<String> modules = leadership.changeModules(Set.copyOf(known), now -> now);
        MgrMap _ = election.sync(SYNC_WAIT); // from here on the list is readable
        return modules;
    }

    private static Set<String> sorted(Collection<String> modules) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(modules));
    }

    /** The list as it is stored now; blocks. */
    public Set<String> read() {
        names = sorted(leadership.changeModules(names, now -> now));
        return names;
    }

    /** Has a module added to the stored list, or removed; starting and stopping it is the caller's business. */
    public void set(String module, boolean enabled) {
        names = sorted(leadership.changeModules(names, now -> {
            boolean _ = enabled ? now.add(module) : now.remove(module);
            return now;
        }));
    }

    /** Takes a list that somebody else has stored. */
    public void follow(Set<String> modules) {
        names = sorted(modules);
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
}
