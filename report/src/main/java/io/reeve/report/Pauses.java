package io.reeve.report;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a reporter waits: longer after each failure, and never at the same moment as the others. */
final class Pauses {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 2_000;
    private static final long LONGEST_SENT_AWAY_MILLIS = 600_000;
    private final RandomGenerator random;
    private int failures;
    private int sentAway;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** Reports arrive: the next failure is the first one. */
    void succeeded() {
        failures = 0;
    }

    /** A session was long enough that what came before it is forgotten. */
    void settled() {
        sentAway = 0;
    }

    /** Before the next attempt after a failed one. */
    Duration afterFailure() {
        long limit = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, 10));
        return Duration.ofMillis(limit / 2 + random.nextLong(limit / 2 + 1));
    }

    /** Before the first attempt after a session ended: thousands of daemons do not come back in one moment. */
    Duration afterSession() {
        return Duration.ofMillis(random.nextLong(300));
    }

    /** After being told to stay away for so long: each time in a row doubles it. */
    Duration afterSentAway(Duration told) {
        long limit = Math.min(LONGEST_SENT_AWAY_MILLIS, told.toMillis() << Math.min(sentAway++, 10));
        return Duration.ofMillis(limit + random.nextLong(limit / 4 + 1));
    }

    /** Before the second report of a session: daemons that began together do not go on together. */
    Duration untilSecond(Duration period) {
        return Duration.ofMillis(random.nextLong(Math.max(1, period.toMillis())));
    }

    /** Between two reports: the period, give or take a twentieth. */
    Duration untilNext(Duration period) {
        long millis = period.toMillis();
        return Duration.ofMillis(millis - millis / 20 + random.nextLong(millis / 10 + 1));
    }
}
