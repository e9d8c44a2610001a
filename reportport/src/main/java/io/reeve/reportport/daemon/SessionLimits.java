package io.reeve.reportport.daemon;

import io.reeve.report.protocol.Limits;
import java.time.Duration;

/**
 * The limits of daemons' sessions.
 *
 * @param most           the number of connections of daemons at the same time
 * @param opening        the time from the answer to its hello until a daemon must have opened its session
 * @param silence        the time without a frame, at least {@code silent_periods} periods, after which a session is ended
 * @param unread         the time for which a daemon may leave unread what it was sent
 * @param reportsASecond the number of reports that are read of one daemon in a second, however short the period is
 * @param facts          the bytes of metadata, status and tasks together that a daemon may have
 */
record SessionLimits(int most, Duration opening, Duration silence, Duration unread, int reportsASecond, int facts) {
    SessionLimits(int most, Duration opening, Duration silence, Duration unread, int reportsASecond) {
        this(most, opening, silence, unread, reportsASecond, Limits.FACTS);
    }

    SessionLimits withFacts(int bytes) {
        return new SessionLimits(most, opening, silence, unread, reportsASecond, bytes);
    }

    /**
     * The usual limits. Each connection costs a file, and a manager's limit of open files is usually 20,000 or more.
     */
    static SessionLimits standard() {
        return new SessionLimits(16_384, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 40);
    }
}
