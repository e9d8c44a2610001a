package io.reeve.report;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delays of one reporter: its back-off after failures, and the time between reports. All are random, so that
 * thousands of daemons do not act at the same moment. The managers have a back-off of their own, since this
 * library depends on nothing of the manager. Confined to the event loop.
 */
final class ReportDelays {
    private static final long FIRST_MILLIS = 100;
    static final long LONGEST_MILLIS = 2_000;
    private static final long LONGEST_SENT_AWAY_MILLIS = 600_000;
    private final RandomGenerator random;
    private int failures;
    private int sentAway;

    ReportDelays(RandomGenerator random) {
        this.random = random;
    }

    /** Resets the back-off, since a manager accepts the reports. */
    void succeeded() {
        failures = 0;
    }

    /** Forgets how often the daemon was sent away, since a session lasted long enough. */
    void settled() {
        sentAway = 0;
    }

    /** The delay after a failed attempt: 50 to 100 ms, doubled with each failure in a row, 2 s at most. */
    Duration afterFailure() {
        long limit = doubled(FIRST_MILLIS, failures++, LONGEST_MILLIS);
        return Duration.ofMillis(limit / 2 + random.nextLong(limit / 2 + 1));
    }

    /** The delay before the first attempt after a session ended: less than 300 ms. */
    Duration afterSession() {
        return Duration.ofMillis(random.nextLong(300));
    }

    /** The delay after a manager has sent the daemon away, doubled with each time in a row, 10 min at most. */
    Duration afterSentAway(Duration told) {
        long limit = doubled(told.toMillis(), sentAway++, LONGEST_SENT_AWAY_MILLIS);
        return Duration.ofMillis(limit + random.nextLong(limit / 4 + 1));
    }

    private static long doubled(long first, int times, long longest) {
        return Math.min(longest, first << Math.min(times, 10));
    }

    /** The delay before the second report of a session: any part of the period. */
    Duration untilSecond(Duration period) {
        return Duration.ofMillis(random.nextLong(Math.max(1, period.toMillis())));
    }

    /** The delay between two reports: the period, give or take a twentieth. */
    Duration untilNext(Duration period) {
        long millis = period.toMillis();
        return Duration.ofMillis(millis - millis / 20 + random.nextLong(millis / 10 + 1));
    }
}
