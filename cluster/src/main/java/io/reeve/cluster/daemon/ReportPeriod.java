package io.reeve.cluster.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often daemons are to report: as configured, but more seldom while the writer does not keep up. Doubled, up to a
 * minute, when reports wait longer than a second; halved again when they have hardly waited for half a minute (after
 * Ceph's autotune, pull request 65611).
 */
final class ReportPeriod {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration PROMPT = Duration.ofMillis(200);
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ReportPeriod.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Duration configured;
    private volatile Duration now;
    private volatile int threshold;
    private long calmSince; // writer's thread only, as what follows
    private long raisedAt;

    ReportPeriod(Duration configured, int threshold, long nanos) {
        this.configured = configured;
        this.now = configured;
        this.threshold = threshold;
        this.calmSince = nanos;
        this.raisedAt = nanos - CALM.toNanos();
    }

    Duration now() {
        return now;
    }

    int threshold() {
        return threshold;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void configure(Duration period, int priority) {
        if (!period.equals(configured) || priority != threshold) {
            configured = period;
            now = period;
            threshold = priority;
            listeners.forEach(Runnable::run);
        }
    }

    /** The longest that a report has waited since this was last called. */
    void waited(Duration longest, long nanos) {
        if (longest.compareTo(PROMPT) > 0) {
            calmSince = nanos;
        }
        if (longest.compareTo(LATE) > 0 && nanos - raisedAt > now.toNanos()) {
            raisedAt = nanos;
            set(longer(now), longest);
        } else if (now.compareTo(configured) > 0 && nanos - calmSince > CALM.toNanos()) {
            calmSince = nanos;
            set(shorter(now), longest);
        }
    }

    private static Duration longer(Duration period) {
        Duration twice = period.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST.compareTo(period) < 0 ? period : LONGEST;
    }

    private Duration shorter(Duration period) {
        Duration half = period.dividedBy(2);
        return half.compareTo(configured) > 0 ? half : configured;
    }

    private void set(Duration period, Duration waited) {
        if (!period.equals(now)) {
            LOG.warn("daemons are to report each {} ms instead of {} ms: reports wait for up to {} ms",
                    period.toMillis(), now.toMillis(), waited.toMillis());
            now = period;
            listeners.forEach(Runnable::run);
        }
    }
}
