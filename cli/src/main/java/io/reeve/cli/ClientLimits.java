package io.reeve.cli;

import java.time.Duration;

/**
 * The time limits of the client.
 *
 * @param silence    the longest wait for an answer that a live manager gives at once
 * @param stagger    the time after which the next manager is asked, beside one that has not answered yet
 * @param watch      the time between checks, while a command runs, whether another manager is active
 * @param waitActive the longest wait for an active manager while managers answer
 * @param waitAny    the longest wait while no manager answers
 * @param quiet      the time to wait before the user is told
 */
record ClientLimits(Duration silence, Duration stagger, Duration watch, Duration waitActive, Duration waitAny,
        Duration quiet) {
    static final ClientLimits DEFAULT = new ClientLimits(Duration.ofSeconds(1), Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(300));

    /** The limits for help and completion, which ask only once. */
    ClientLimits withoutWaiting() {
        return new ClientLimits(silence, stagger, watch, Duration.ZERO, Duration.ZERO, quiet);
    }
}
