package io.reeve.election;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest epoch of each cluster id that ZooKeeper has shown to this process. It outlives an {@link Election} that has to
 * begin anew, so that no epoch is given twice. Only what was read from ZooKeeper or written there is noted.
 */
public final class ConfirmedEpochs {
    private final Map<String, Long> highest = new ConcurrentHashMap<>();

    void note(String fsid, long epoch) {
        highest.merge(fsid, epoch, Math::max);
    }

    /** The highest epoch of that cluster id; 0 for one that was never seen. */
    public long highest(String fsid) {
        return highest.getOrDefault(fsid, 0L);
    }
}
