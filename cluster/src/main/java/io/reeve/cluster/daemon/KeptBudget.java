package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one kind of state takes, daemon by daemon. Where they are more than the limit, the daemon that holds
 * most goes first, so that each daemon can always hold its even share. Confined to the writer's thread.
 */
final class KeptBudget {
    private final long limit;
    private final Map<DaemonId, Long> held = new HashMap<>();
    private long total;

    KeptBudget(long limit) {
        this.limit = limit;
    }

    void set(DaemonId daemon, long bytes) {
        Long before = held.put(daemon, bytes);
        total += bytes - (before == null ? 0 : before);
    }

    void remove(DaemonId daemon) {
        Long before = held.remove(daemon);
        total -= before == null ? 0 : before;
    }

    long of(DaemonId daemon) {
        return held.getOrDefault(daemon, 0L);
    }

    long total() {
        return total;
    }

    /** The daemon that holds most, if all together hold more than the limit; else null. */
    @Nullable
    DaemonId excess() {
        return total <= limit
                ? null
                : held.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }
}
