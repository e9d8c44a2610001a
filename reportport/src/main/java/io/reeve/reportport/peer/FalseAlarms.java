package io.reeve.reportport.peer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers who was reported dead and then proved alive: the same evidence is not trusted again for a while, so that a
 * firewall which rejects cannot make a manager flap. Confined to the event loop.
 */
final class FalseAlarms {
    private static final int REMEMBERED = 256;
    private final long suppressionNanos;
    private final LongSupplier nanos;
    private final Map<Long, Long> suppressed = new HashMap<>();
    private final Map<Long, Boolean> reported = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    FalseAlarms(long suppressionNanos, LongSupplier nanos) {
        this.suppressionNanos = suppressionNanos;
        this.nanos = nanos;
    }

    void reportedDead(long gid) {
        reported.put(gid, true);
    }

    /** That peer lives; true when it had been reported dead. */
    boolean provedAlive(long gid) {
        if (reported.remove(gid) == null) {
            return false;
        }
        suppressed.put(gid, nanos.getAsLong());
        return true;
    }

    boolean isSuppressed(long gid) {
        long now = nanos.getAsLong();
        suppressed.values().removeIf(since -> now - since >= suppressionNanos);
        return suppressed.containsKey(gid);
    }
}
