package io.reeve.store.clusterlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The desk of an active that takes the audit lines of other managers: each is in the cluster log once, however often
 * it comes.
 */
public final class AuditDesk {
    /** The time after which a line that was taken and is not in the log counts as dropped. */
    private static final Duration DROPPED = Duration.ofSeconds(60);

    /** The part of the cluster log that the desk uses. */
    public interface Log {
        /** The persisted lines of the audit channel. */
        List<LogEntry> lines() throws InterruptedException;

        void append(String by, String line);

        static Log of(ClusterLog log) {
            return new Log() {
                @Override
                public List<LogEntry> lines() throws InterruptedException {
                    return log.last(ClusterLog.KEPT, ClusterLogPriority.DEBUG, ClusterLogChannel.AUDIT);
                }

                @Override
                public void append(String by, String line) {
                    log.append(by, ClusterLogChannel.AUDIT, ClusterLogPriority.INFO, line);
                }
            };
        }
    }

    private record Line(String by, String text) {}

    private final Log log;
    private final LongSupplier nanos;
    @GuardedBy("this")
    private final Map<Line, Long> taken = new HashMap<>();

    public AuditDesk(Log log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** Takes a line, unless it has it. @return whether it is in the cluster log; else come again. May block */
    public synchronized boolean take(String by, String text) throws InterruptedException {
        Line line = new Line(by, text);
        boolean there = log.lines().stream().anyMatch(e -> e.name().equals(by) && e.message().equals(text));
        long now = nanos.getAsLong();
        taken.values().removeIf(since -> now - since > DROPPED.toNanos());
        if (there) {
            taken.remove(line);
        } else if (taken.size() < ClusterLog.KEPT && taken.putIfAbsent(line, now) == null) {
            log.append(by, text);
        }
        return there;
    }
}
