package io.reeve.reportport.daemon;

import java.time.Duration;

/**
 * What the sessions of daemons may cost this manager.
 *
 * @param most           connections of daemons at the same time
 * @param opening        from the answer to its hello until a daemon opens its session
 * @param silence        after so long without a word, or four periods if these are longer, a session is ended
 * @param unread       so long a daemon may leave what it is sent unread
 * @param reportsASecond of one daemon, however short the period is; then it is not read for the rest of the second
 */
record SessionLimits(int most, Duration opening, Duration silence, Duration unread, int reportsASecond) {
    /** Each connection costs a file, and a manager's limit of open files is usually 20,000 or more. */
    static SessionLimits standard() {
        return new SessionLimits(16_384, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 40);
    }
}
