package io.reeve.cluster.daemon;

import java.time.Duration;

/**
 * How daemons are to report, and how long they are waited for.
 *
 * @param period        how often they are to report
 * @param threshold     the least priority of the counters that are wanted
 * @param serviceGrace  a service daemon that says nothing for so long is forgotten, and so is another whose session is over
 * @param closedPeriods so many periods a daemon may take to return after its session has ended
 * @param silentPeriods so many it may say nothing in an open session
 * @param takeoverGrace at least so long a new active counts nobody as gone
 */
public record DaemonSettings(Duration period, int threshold, Duration serviceGrace, int closedPeriods,
        int silentPeriods, Duration takeoverGrace) {

    /** Ceph's where it has them: 5 s, priority 5, 60 s; and 2 and 4 periods, 20 s. */
    public static DaemonSettings defaults() {
        return new DaemonSettings(Duration.ofSeconds(5), 5, Duration.ofSeconds(60), 2, 4, Duration.ofSeconds(20));
    }

    /** A daemon that says nothing for so long is silent, if reports come so far apart. */
    public Duration silence(Duration expected) {
        return expected.multipliedBy(silentPeriods);
    }
}
