package io.reeve.daemon.report;

import java.time.Duration;

/**
 * How far apart reports must come so that the sessions' threads keep up: doubled while they are behind, up to a minute,
 * and halved again when they have kept up for a while. Confined to one thread.
 */
final class Pace {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long BEHIND_MILLIS = 250;
    private static final long FREE_MILLIS = 50;
    /** One late tick may be a pause of the machine; so many in a row are load. */
    private static final int BEHIND_TICKS = 3;
    private static final int FREE_TICKS = 60;

    private Duration raised = Duration.ZERO;
    private int behind;
    private int free;

    /** The period it asks for; zero while it asks for nothing. */
    Duration raised() {
        return raised;
    }

    /**
     * A tick came so much too late.
     *
     * @param configured the period without any raise
     * @return whether {@link #raised} changed
     */
    boolean tick(long lateMillis, Duration configured) {
        behind = lateMillis >= BEHIND_MILLIS ? behind + 1 : 0;
        free = lateMillis <= FREE_MILLIS ? free + 1 : 0;
        if (behind >= BEHIND_TICKS) {
            behind = 0;
            return change(max(raised, configured).multipliedBy(2), configured);
        }
        if (free >= FREE_TICKS && !raised.isZero()) {
            free = 0;
            return change(raised.dividedBy(2), configured);
        }
        return false;
    }

    private boolean change(Duration wanted, Duration configured) {
        Duration next = wanted.compareTo(configured) <= 0 ? Duration.ZERO : min(wanted, max(LONGEST, configured));
        boolean changed = !next.equals(raised);
        raised = next;
        return changed;
    }

    static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
