package io.reeve.reportport.peer;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A log that strangers cannot flood: it writes a limited number of warnings a minute, and then the number of those it left
 * out. Confined to the event loop.
 */
final class LogLimit {
    private static final long MINUTE = 60_000_000_000L;
    private final Logger log;
    private final int perMinute;
    private final LongSupplier nanos;
    private long since;
    private int lines;

    LogLimit(Logger log, int perMinute, LongSupplier nanos) {
        this.log = log;
        this.perMinute = perMinute;
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    void warn(String message) {
        long now = nanos.getAsLong();
        if (now - since >= MINUTE) {
            if (lines > perMinute) {
                log.warn("{} more warnings of this kind were left out", lines - perMinute);
            }
            since = now;
            lines = 0;
        }
        if (++lines <= perMinute) {
            log.warn("{}{}", message, lines == perMinute ? " (more of these are left out for a minute)" : "");
        }
    }
}
