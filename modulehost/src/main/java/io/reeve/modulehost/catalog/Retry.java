package io.reeve.modulehost.catalog;

import io.reeve.api.Backoff;
import java.time.Duration;

/** The times at which something that has failed is tried again: less and less often. Not safe for use by several threads. */
final class Retry {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private boolean waiting;
    private long since;
    private int attempts = 1;

    /** Forgets all failures. */
    void reset() {
        waiting = false;
        attempts = 1;
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
        if (nanoTime - since < BACKOFF.pause(attempts).toNanos()) {
            return false;
        }
        since = nanoTime;
        attempts++;
        return true;
    }
}
