package io.reeve.cluster.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a daemon may be quiet before it counts as gone, at one moment of a term; a new active judges nobody for a
 * while, as daemons have to find it first.
 *
 * @param settings   in force
 * @param period     how far apart reports may come now
 * @param startNanos when the term began
 * @param nowNanos   the moment
 */
public record GracePeriod(DaemonSettings settings, Duration period, long startNanos, long nowNanos) {
    /**
     * When a daemon was last heard.
     *
     * @param open  whether its session is open
     * @param nanos when it last said something, or when its session ended
     */
    public record LastContact(boolean open, long nanos) {}

    /** Whether it reports. */
    public boolean isFresh(LastContact last) {
        return last.open() && nowNanos - last.nanos() <= silent();
    }

    /** Whether anybody is judged yet. */
    public boolean isJudging() {
        return nowNanos - startNanos > Math.max(silent(), settings.takeoverGrace().toNanos());
    }

    /** Whether a daemon that was there is gone; null for one that was never heard in this term. */
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
