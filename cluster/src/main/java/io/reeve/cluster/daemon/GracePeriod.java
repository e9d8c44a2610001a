package io.reeve.cluster.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time that a daemon may be silent before it counts as gone, at one moment. For a while after its activation a new
 * active counts no daemon as gone, as daemons have to find it first.
 *
 * @param settings   in force
 * @param period     the longest time between two reports now
 * @param startNanos when this manager became active
 * @param nowNanos   the moment
 */
public record GracePeriod(DaemonSettings settings, Duration period, long startNanos, long nowNanos) {
    /**
     * The last contact with a daemon.
     *
     * @param open  whether its session is open
     * @param nanos when it last reported, or when its session ended
     */
    public record LastContact(boolean open, long nanos) {}

    /** Whether the daemon reports. */
    public boolean isFresh(LastContact last) {
        return last.open() && nowNanos - last.nanos() <= silent();
    }

    /** Whether daemons can count as gone yet. */
    public boolean isJudging() {
        return nowNanos - startNanos > Math.max(silent(), settings.takeoverGrace().toNanos());
    }

    /** Whether a known daemon is gone; null for one that has had no session since this manager became active. */
    public boolean isGone(@Nullable LastContact last) {
        if (!isJudging()) {
            return false;
        }
        long closed = period.multipliedBy(settings.closedPeriods()).toNanos();
        return last == null || nowNanos - last.nanos() > (last.open() ? silent() : closed);
    }

    private long silent() {
        return settings.silence(period).toNanos();
    }
}
