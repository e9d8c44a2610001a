package io.reeve.store.configkey;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that this process is writing now, and the newest transaction that the watch told of each meanwhile. The caller
 * lets one writer of a key in at a time.
 */
final class OwnWrites {
    /** No transaction. */
    static final long NOTHING = 0;

    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    void begin(String key) {
        newest.put(key, NOTHING);
    }

    /** Whether this news can wait, because the key is being written: {@link #end} tells it. */
    boolean defers(String key, long zxid) {
        return newest.computeIfPresent(key, (_, before) -> Math.max(before, zxid)) != null;
    }

    /** Returns the newest transaction that was deferred, or {@link #NOTHING}. */
    long end(String key) {
        Long last = newest.remove(key);
        return last == null ? NOTHING : last;
    }

    /** The keys of which something is deferred now. */
    List<String> deferred() {
        return newest.entrySet().stream().filter(e -> e.getValue() != NOTHING).map(Map.Entry::getKey).toList();
    }
}
