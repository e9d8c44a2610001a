package io.reeve.reportport.peer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The peers that were reported dead and then proved alive. The same evidence about them is ignored for a while, so that a
 * firewall that rejects connections cannot make a manager flap. Confined to the event loop.
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

    /** Takes that a peer is alive; true if it had been reported dead. */
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
