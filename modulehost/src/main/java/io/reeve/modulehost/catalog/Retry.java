package io.reeve.modulehost.catalog;

import java.time.Duration;

/** The times at which something that has failed is tried again: less and less often. Not safe for use by several threads. */
final class Retry {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofMinutes(5);

    private boolean waiting;
    private long since;
    private Duration pause = FIRST;

    /** Forgets all failures. */
    void reset() {
        waiting = false;
        pause = FIRST;
    }

    /** Returns its argument, which says that nothing has to be tried again. */
    boolean isGood(boolean good) {
        if (good) {
            reset();
        }
        return good;
    }

    /** Whether it is time for the next attempt, which is then taken as made; always if {@code now} is asked for. */
    boolean isDue(long nanoTime, boolean atOnce) {
        if (!waiting) {
            waiting = true;
            since = nanoTime;
        }
        if (atOnce) {
            since = nanoTime;
            return true;
        }
        if (nanoTime - since < pause.toNanos()) {
            return false;
        }
        since = nanoTime;
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(MOST) < 0 ? next : MOST;
        return true;
    }
}
