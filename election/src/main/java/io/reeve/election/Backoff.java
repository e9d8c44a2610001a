package io.reeve.election;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The back-off of a manager whose activation failed: random, 1 to 5 s after the first failure, doubled with each
 * further one, a minute at most. The reporter has its own, since it is a library that depends on nothing of the
 * manager.
 */
final class Backoff {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long CAP = 60 * SECOND;
    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Counts one more failure. @return the pause before the next attempt, in nanoseconds */
    long failed() {
        long pause = random.nextLong(SECOND, 5 * SECOND) << Math.min(failures, 6);
        failures++;
        return Math.min(pause, CAP);
    }

    /** A short pause that only prevents a busy loop, in nanoseconds. It counts no failure. */
    long shortPause() {
        return random.nextLong(SECOND / 10, SECOND / 2);
    }

    /** Forgets the failures: the next pause is a short one again. */
    void succeeded() {
        failures = 0;
    }
}
