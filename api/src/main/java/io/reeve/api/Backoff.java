package io.reeve.api;

import java.time.Duration;

/**
 * An exponential back-off: the pause before the next attempt doubles with each failure until it is the longest. It has no
 * state; the caller counts the failures, and adds chance where many would come back at the same moment.
 *
 * @param first the pause after the first failure; positive
 * @param most  the longest pause; at least {@code first}
 */
public record Backoff(Duration first, Duration most) {
    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if {@code first} is not positive or longer than {@code most}
     */
    public Backoff {
        if (!first.isPositive() || first.compareTo(most) > 0) {
            throw new IllegalArgumentException("a back-off from " + first + " to " + most
                    + " is none: the first pause is positive and not longer than the longest");
        }
    }

    /** The pause after this number of consecutive failures, which is at least 1. */
    public Duration pause(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(most) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(most) < 0 ? pause : most;
    }
}
