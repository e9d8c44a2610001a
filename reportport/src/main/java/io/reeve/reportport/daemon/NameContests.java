package io.reeve.reportport.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.DaemonId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The contests of processes for one daemon's name. The newest process takes a name at once, as after a restart; then the name
 * is held for a time that doubles with each contest that follows soon. Whoever asks for it meanwhile is refused, whatever
 * process it is, while the holder's session is open. Thread-safe.
 */
final class NameContests {
    static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** The number of times that one process may replace its own session within {@link #FIRST}. */
    private static final int RECONNECTS = 10;
    private static final int MOST_NAMES = 10_000;

    private record Held(long until, long nanos) {
        /** Whether a contest now follows soon on this one. */
        boolean isRecent(long now) {
            return now - until < Math.max(nanos, FIRST.toNanos());
        }
    }

    private record Reconnects(long since, int count) {}

    private final LongSupplier nanoTime;
    @GuardedBy("this")
    private final Map<DaemonId, Held> names = new HashMap<>();
    @GuardedBy("this")
    private final Map<DaemonId, Reconnects> reconnects = new HashMap<>();

    NameContests(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The rest of the time for which the process that has the name keeps it; zero if another may take it. */
    synchronized Duration rest(DaemonId name) {
        Held held = names.get(name);
        return held == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, held.until() - nanoTime.getAsLong()));
    }

    /** Notes that a process has taken the name from another. @return how long the name is held for it */
    synchronized Duration taken(DaemonId name) {
        long now = nanoTime.getAsLong();
        Held before = names.get(name);
        long nanos = before != null && before.isRecent(now)
                ? Math.min(LONGEST.toNanos(), 2 * before.nanos())
                : FIRST.toNanos();
        if (names.size() >= MOST_NAMES) {
            names.values().removeIf(held -> !held.isRecent(now));
        }
        names.put(name, new Held(now + nanos, nanos));
        return Duration.ofNanos(nanos);
    }

    /**
     * The rest of the time for which a process may not replace its own session, after doing so again and again; zero
     * if it may.
     */
    synchronized Duration restOfOwn(DaemonId name) {
        Reconnects own = reconnects.get(name);
        return own == null || own.count() < RECONNECTS
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, own.since() + FIRST.toNanos() - nanoTime.getAsLong()));
    }

    /** Notes that a process has replaced its own session. */
    synchronized void replaced(DaemonId name) {
        long now = nanoTime.getAsLong();
        Reconnects before = reconnects.get(name);
        boolean recent = before != null && now - before.since() < FIRST.toNanos();
        Reconnects counted = recent && before != null
                ? new Reconnects(before.count() + 1 == RECONNECTS ? now : before.since(), before.count() + 1)
                : new Reconnects(now, 1);
        if (reconnects.size() >= MOST_NAMES) {
            reconnects.values().removeIf(old -> now - old.since() >= FIRST.toNanos());
        }
        reconnects.put(name, counted);
    }
}
