package io.reeve.daemon.active;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.election.Leadership;
import io.reeve.store.clusterlog.AuditDesk;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.health.HealthChange;
import io.reeve.store.health.HealthLogDamper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster log during one leadership. */
public final class ActiveLog {
    /** The longest wait of a hand-over for the last lines. */
    private static final Duration FLUSH_WAIT = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveLog.class);

    private final ClusterLog log;
    private final Leadership leadership;
    private final String by;
    private final AuditDesk desk;
    private final HealthLogDamper health;

    /** @param by this manager, {@code mgr.NAME} */
    public ActiveLog(ClusterLog log, Leadership leadership, String by) {
        this.log = log;
        this.leadership = leadership;
        this.by = by;
        this.desk = new AuditDesk(AuditDesk.Log.of(log), System::nanoTime);
        this.health = new HealthLogDamper(System::nanoTime,
                (after, task) -> CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(task),
                line -> say(line.priority(), line.text()));
    }

    /** Begins to persist lines. */
    public void open() {
        log.attach(leadership);
    }

    /** Persists the last lines if this manager may still act, waiting for a moment at most, and ends persisting. */
    public void close() {
        health.close();
        if (leadership.mayAct()) {
            writeLastLines();
        }
        log.detach();
    }

    private void writeLastLines() {
        try {
            if (!log.flush(FLUSH_WAIT)) {
                LOG.info("the last lines of the cluster log are not written yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds a line of the manager itself. Does not block. */
    public void say(ClusterLogPriority priority, String message) {
        add(ClusterLogChannel.CLUSTER, priority, by, message);
    }

    /** Adds the lines about a change of health; those of a check that comes and goes are held back. Does not block. */
    public void health(HealthChange change) {
        health.changed(change);
    }

    /** Adds a line. Does not block. */
    public void add(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message) {
        log.append(who, channel, priority, message);
    }

    /**
     * Takes an audit line of a manager that cannot write it. May block.
     *
     * @return whether it is in the cluster log
     */
    public boolean takeAudit(String who, String line) throws InterruptedException {
        return desk.take(who, line);
    }
}
