package io.reeve.daemon.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The URLs of managers that were in the map within the last day. A page that was loaded from a manager that has died since goes on with
 * the next active, whose answers it may read by its origin. Thread-safe.
 */
public final class RecentOrigins {
    private static final long KEPT = Duration.ofDays(1).toNanos();
    private static final int MOST = 100;

    private final LongSupplier nanos;
    @GuardedBy("this")
    private final SequencedMap<String, Long> seen = new LinkedHashMap<>();
    /** Those of the map until now, which may have been the same for days. */
    @GuardedBy("this")
    private List<String> present = List.of();

    /**
     * Creates an empty memory.
     *
     * @param nanos a clock that only goes forward, in nanoseconds
     */
    public RecentOrigins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes the URLs of a new map; returns these and those of the last day, the newest 100 at most. */
    public synchronized Set<String> with(Collection<String> urls) {
        long now = nanos.getAsLong();
        see(present, now);
        present = List.copyOf(urls);
        see(present, now);
        seen.values().removeIf(last -> now - last > KEPT);
        while (seen.size() > MOST) {
            seen.pollFirstEntry();
        }
        return Set.copyOf(seen.keySet());
    }

    @GuardedBy("this")
    private void see(List<String> urls, long now) {
        for (String url : urls) {
            seen.remove(url); // so that the one that was seen least recently is first
            seen.put(url, now);
        }
    }
}
