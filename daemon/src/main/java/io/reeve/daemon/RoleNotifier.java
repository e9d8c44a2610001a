package io.reeve.daemon;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.MgrException;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import io.reeve.http.endpoint.MetricSources;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.store.clusterlog.LogEntry;
import io.reeve.store.health.HealthChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The distributor of events of stores, election and peers to the work of the present role. */
final class RoleNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(RoleNotifier.class);

    private final CurrentRole<ActiveWork, StandbyWork> role;

    RoleNotifier(CurrentRole<ActiveWork, StandbyWork> role) {
        this.role = role;
    }

    /** The handler of a module's standby class. */
    Optional<com.sun.net.httpserver.HttpHandler> standbyModule(String name) {
        StandbyWork work = role.standby();
        return work == null ? Optional.empty() : work.host().httpHandler(name);
    }

    /** The states of the modules of the present role. */
    List<ModuleStatus> moduleStatus() {
        return switch (Doing.of(role)) {
            case Doing.Active(ActiveWork work) -> work.host().status();
            case Doing.Standby(StandbyWork work) -> work.host().status();
            case Doing.Nothing _ -> List.of();
        };
    }

    /** The bytes that the threads of each module have allocated, while this manager is active. */
    Map<String, Long> allocated() {
        ActiveWork work = role.active();
        return work == null ? Map.of() : work.host().allocated();
    }

    /** The metrics that modules tell, while this manager is active. */
    MetricSources metricSources() {
        ActiveWork work = role.active();
        return work == null ? MetricSources.NONE : new MetricSources(work.host().metricSources(), work.scrapes());
    }

    /** Adds a line to the cluster log, while this manager is active. Does not block. */
    void log(ClusterLogPriority priority, String who, String message) {
        ActiveWork work = role.active();
        if (work != null) {
            work.log().add(ClusterLogChannel.CLUSTER, priority, who, message);
        }
    }

    /** Notes in the audit channel that another manager asks this one to hand over, if it leads in that epoch. */
    void handOverAsked(String by, long epoch, StepDown how) {
        var now = role.get();
        Leadership led = now.leadership();
        ActiveWork work = now.active();
        if (led != null && led.epoch() == epoch && work != null && !work.stopping()) {
            work.log()
                    .add(ClusterLogChannel.AUDIT, ClusterLogPriority.INFO, by, "asks the active of epoch " + epoch
                            + " to hand over" + (how.down() ? " and sets the cluster down" : "") + ": " + how.why());
        }
    }

    /** Writes an audit line of a manager that cannot, if this one is active. Does not block. */
    void audit(String by, String line, Runnable written) {
        Thread.ofVirtual().name("reeve-audit").start(() -> {
            if (audit(by, line)) {
                written.run();
            }
        });
    }

    /**
     * Writes an audit line of a manager that cannot, if this one is active. May block.
     *
     * @return whether the line is there; if this manager stays active, it is sooner or later
     */
    boolean audit(String by, String line) {
        ActiveWork work = role.active();
        try {
            return work != null && work.audit(by, line);
        } catch (MgrException e) {
            LOG.debug("an audit line of {} waits: {}", by, line, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Called when keys of the store changed. */
    void keysChanged(Set<String> keys) {
        switch (Doing.of(role)) {
            case Doing.Active(ActiveWork work) -> {
                work.cluster().keysChanged(keys);
                work.host().optionChanged(keys);
            }
            case Doing.Standby(StandbyWork work) -> work.host().optionChanged(keys);
            case Doing.Nothing _ -> {
            }
        }
    }

    /** Called when the managers changed. */
    void mapChanged(MgrMap map) {
        switch (Doing.of(role)) {
            case Doing.Active(ActiveWork work) -> {
                work.cluster().mapChanged(map);
                work.host().notifyAll(NotifyType.MGR_MAP, Long.toString(map.epoch()));
            }
            case Doing.Standby(StandbyWork work) -> work.mapChanged();
            case Doing.Nothing _ -> {
            }
        }
    }

    /** Tells modules and the cluster log that health checks were raised, changed or cleared. */
    void healthChanged(HealthChange change) {
        ActiveWork work = role.active();
        if (work != null) {
            work.log().health(change);
            tellHealth(work);
        }
    }

    /** Tells modules that mutes have changed, and with them the state of health. */
    void mutesChanged() {
        ActiveWork work = role.active();
        if (work != null) {
            tellHealth(work);
        }
    }

    private static void tellHealth(ActiveWork work) {
        work.cluster().healthChanged();
        work.host().notifyAll(NotifyType.HEALTH, "");
    }

    /** Tells modules that lines of the cluster log were persisted. */
    void logWritten(List<LogEntry> lines) {
        ActiveWork work = role.active();
        if (work != null) {
            lines.forEach(line -> work.host().notifyAll(NotifyType.CLOG, line.channel().wireName()));
        }
    }

    /** Tells the module host that the module path has changed. */
    void catalogChanged() {
        switch (Doing.of(role)) {
            case Doing.Active(ActiveWork work) -> work.host().catalogChanged();
            case Doing.Standby(StandbyWork work) -> work.host().catalogChanged();
            case Doing.Nothing _ -> {
            }
        }
    }

    /** Looks at the queue for leadership, if this manager is active. May block. */
    void look(CandidateWatch queue, String name) {
        var now = role.get();
        Leadership led = now.leadership();
        ActiveWork work = now.active();
        if (led != null && work != null) {
            queue.look(led, work, name);
        }
    }

    /** Called from time to time: looks at what changes without an event. */
    void tick() {
        ActiveWork work = role.active();
        if (work != null) {
            work.look();
        }
    }

    /** The work of the present role, from one read of it. */
    private sealed interface Doing {
        record Active(ActiveWork work) implements Doing {}

        record Standby(StandbyWork work) implements Doing {}

        record Nothing() implements Doing {}

        static Doing of(CurrentRole<ActiveWork, StandbyWork> role) {
            var now = role.get();
            ActiveWork active = now.active();
            StandbyWork standby = now.standby();
            return active != null ? new Active(active) : standby != null ? new Standby(standby) : new Nothing();
        }
    }
}
