package io.reeve.store.configkey;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that this process is writing now, each with the newest transaction that the watch has reported for it meanwhile.
 * The caller admits one writer of a key at a time.
 */
final class OwnWrites {
    /** No transaction. */
    static final long NOTHING = 0;

    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    void begin(String key) {
        newest.put(key, NOTHING);
    }

    /** Whether this event is deferred until {@link #end}, because the key is being written. */
    boolean defers(String key, long zxid) {
        return newest.computeIfPresent(key, (_, before) -> Math.max(before, zxid)) != null;
    }

    /** Ends a write; returns the newest transaction that was deferred, or {@link #NOTHING}. */
    long end(String key) {
        Long last = newest.remove(key);
        return last == null ? NOTHING : last;
    }

    /** The keys that have a deferred transaction now. */
    List<String> deferred() {
        return newest.entrySet().stream().filter(e -> e.getValue() != NOTHING).map(Map.Entry::getKey).toList();
    }
}
