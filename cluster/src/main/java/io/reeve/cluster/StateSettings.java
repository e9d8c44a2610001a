package io.reeve.cluster;

import java.time.Duration;

/**
 * How the state is kept.
 *
 * @param period       how often daemons are to report
 * @param threshold    the least priority of the counters that are wanted
 * @param forgetAfter  a service daemon that says nothing for so long is forgotten, and so is another whose session is over
 * @param firstService the first epoch of the service map: above all of earlier actives
 */
public record StateSettings(Duration period, int threshold, Duration forgetAfter, long firstService) {
    /** A daemon that says nothing for so many periods is silent. */
    public static final int SILENT_PERIODS = 4;

    /** Ceph's: 5 s, priority 5, 60 s. */
    public static StateSettings defaults() {
        return new StateSettings(Duration.ofSeconds(5), 5, Duration.ofSeconds(60), 1);
    }
}
