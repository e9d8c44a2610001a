package io.reeve.cli;

import java.time.Duration;

/**
 * How long to be patient.
 *
 * @param silence    after this a node that does not answer a question that takes it no time is given up
 * @param stagger    after this the next node is asked beside the one that has not answered yet
 * @param watch      how often, while a command runs, somebody is asked whether its manager still is the active one
 * @param waitActive how long to wait for an active manager while managers answer
 * @param waitAny    how long to wait while not a single one does
 * @param quiet      how long to wait without saying so
 */
record ClientLimits(Duration silence, Duration stagger, Duration watch, Duration waitActive, Duration waitAny,
        Duration quiet) {
    static final ClientLimits DEFAULT = new ClientLimits(Duration.ofSeconds(1), Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(300));

    /** For questions of convenience, such as help: asks once. */
    ClientLimits withoutWaiting() {
        return new ClientLimits(silence, stagger, watch, Duration.ZERO, Duration.ZERO, quiet);
    }
}
