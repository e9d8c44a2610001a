package io.reeve.cluster.daemon;

import java.time.Duration;

/**
 * The settings for daemons: how they report, and how long they are waited for.
 *
 * @param period        between two reports
 * @param threshold     the lowest priority of the counters that are reported
 * @param serviceGrace  how long a silent service daemon, or another daemon whose session is over, stays known
 * @param closedPeriods the number of periods in which a daemon must return after its session has ended
 * @param silentPeriods the number of periods that it may be silent in an open session
 * @param takeoverGrace the time after an activation in which no daemon counts as gone
 */
public record DaemonSettings(Duration period, int threshold, Duration serviceGrace, int closedPeriods,
        int silentPeriods, Duration takeoverGrace) {

    /** The defaults of {@link DaemonOptions}: Ceph's values where it has them. */
    public static DaemonSettings defaults() {
        return DaemonOptions.settings(DaemonOptions::defaultOf);
    }

    /** The time without a report after which a daemon is silent, if reports come at this period. */
    public Duration silence(Duration expected) {
        return expected.multipliedBy(silentPeriods);
    }
}
