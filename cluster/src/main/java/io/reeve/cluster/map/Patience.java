package io.reeve.cluster.map;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a daemon may be quiet before it counts as gone, in report periods; a new active judges nobody for a while, as
 * daemons have to find it first.
 *
 * @param startNanos when the term began
 * @param closed     so many periods a daemon may take to return after its session has ended
 * @param silent     so many it may say nothing in an open session
 * @param grace      at least so long nobody is judged in a new term
 */
public record Patience(long startNanos, int closed, int silent, Duration grace) {
    /** The usual: 2 and 4 periods, 20 s. */
    public static Patience usual(long startNanos) {
        return new Patience(startNanos, 2, 4, Duration.ofSeconds(20));
    }

    /**
     * When a daemon was last heard.
     *
     * @param open  whether its session is open
     * @param nanos when it last said something, or when its session ended
     */
    public record Heard(boolean open, long nanos) {}

    /** Whether it reports. */
    public boolean isFresh(Heard heard, long nowNanos, Duration period) {
        return heard.open() && nowNanos - heard.nanos() <= silent * period.toNanos();
    }

    /** Whether anybody is judged yet. */
    public boolean isJudging(long nowNanos, Duration period) {
        return nowNanos - startNanos > Math.max(silent * period.toNanos(), grace.toNanos());
    }

    /** Whether a daemon that was there is gone; null for one that was never heard in this term. */
    public boolean isGone(@Nullable Heard heard, long nowNanos, Duration period) {
        if (!isJudging(nowNanos, period)) {
            return false;
        }
        return heard == null
                || nowNanos - heard.nanos() > (heard.open() ? silent : closed) * period.toNanos();
    }
}
