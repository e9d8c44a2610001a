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
    private final long spareNanos;
    private final LongSupplier nanos;
    private final Map<Long, Long> spared = new HashMap<>();
    private final Map<Long, Boolean> reported = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    FalseAlarms(long spareNanos, LongSupplier nanos) {
        this.spareNanos = spareNanos;
        this.nanos = nanos;
    }

    void reported(long gid) {
        reported.put(gid, true);
    }

    /** That peer lives; true when it had been reported dead. */
    boolean alive(long gid) {
        if (reported.remove(gid) == null) {
            return false;
        }
        spared.put(gid, nanos.getAsLong());
        return true;
    }

    boolean isSpared(long gid) {
        long now = nanos.getAsLong();
        spared.values().removeIf(since -> now - since >= spareNanos);
        return spared.containsKey(gid);
    }
}
