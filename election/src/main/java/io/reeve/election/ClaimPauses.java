package io.reeve.election;

import io.reeve.api.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses of a manager before it claims the leadership again. After a failed activation a pause is random, from a fifth of
 * the {@link #BACKOFF back-off} to the whole of it.
 */
final class ClaimPauses {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));
    private static final long LEAST_SHORT = Duration.ofMillis(100).toNanos();
    private static final long MOST_SHORT = Duration.ofMillis(500).toNanos();
    private final RandomGenerator random;
    private int failures;

    ClaimPauses(RandomGenerator random) {
        this.random = random;
    }

    /** Counts one more failure. @return the pause before the next attempt, in nanoseconds */
    long failed() {
        failures++;
        long most = BACKOFF.pause(failures).toNanos();
        return random.nextLong(most / 5, most);
    }

    /** A short pause that only prevents a busy loop, in nanoseconds. It counts no failure. */
    long shortPause() {
        return random.nextLong(LEAST_SHORT, MOST_SHORT);
    }

    /** Forgets the failures: the next pause is one of the shortest. */
    void succeeded() {
        failures = 0;
    }
}
