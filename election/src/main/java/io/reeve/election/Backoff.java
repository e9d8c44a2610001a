package io.reeve.election;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The growing random pause after failed activations: 1 to 5 s, doubling, at most a minute. */
final class Backoff {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long CAP = 60 * SECOND;
    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Counts one more failure. @return how long to pause, in nanoseconds */
    long failed() {
        long pause = random.nextLong(SECOND, 5 * SECOND) << Math.min(failures, 6);
        failures++;
        return Math.min(pause, CAP);
    }

    /** A pause that is only there to prevent a busy loop. */
    long breath() {
        return random.nextLong(SECOND / 10, SECOND / 2);
    }

    void succeeded() {
        failures = 0;
    }
}
