package io.reeve.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit of lines about daemons in the cluster log, which costs a write each: a line is not repeated for ten minutes, and
 * no more than 20 are written in a minute. Thread-safe.
 */
final class DurableLines {
    static final int A_MINUTE = 20;
    private static final Duration REPEATED = Duration.ofMinutes(10);
    private static final int REMEMBERED = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(DurableLines.class);

    private final LongSupplier nanoTime;
    @GuardedBy("this")
    private final Map<String, Long> told = new LinkedHashMap<>();
    @GuardedBy("this")
    private long minute;
    @GuardedBy("this")
    private int lines;

    DurableLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.minute = nanoTime.getAsLong();
    }

    /** Whether a line is to be written now. One that is not is in the manager's own log, at debug. */
    synchronized boolean isDue(String line) {
        long now = nanoTime.getAsLong();
        if (now - minute >= Duration.ofMinutes(1).toNanos()) {
            minute = now;
            lines = 0;
        }
        told.values().removeIf(at -> now - at >= REPEATED.toNanos());
        if (lines >= A_MINUTE || told.size() >= REMEMBERED || told.putIfAbsent(line, now) != null) {
            LOG.debug("not in the cluster log: {}", line);
            return false;
        }
        lines++;
        return true;
    }
}
