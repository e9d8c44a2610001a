package io.reeve.reportport.peer;

import io.reeve.report.protocol.Identity;
import java.util.concurrent.atomic.AtomicReference;

/** The highest epoch that this manager has heard of in its cluster; forgotten when the fsid changes. */
final class EpochMemory {
    private record Seen(String fsid, long epoch) {}

    private final AtomicReference<Seen> seen = new AtomicReference<>(new Seen("", 0));

    /** Takes the epoch that a peer of the cluster knows; returns the highest so far. */
    long note(String fsid, long epoch) {
        return seen.updateAndGet(old -> old.fsid().equals(fsid) && old.epoch() >= epoch ? old : new Seen(fsid, epoch))
                .epoch();
    }

    /** The highest epoch of this manager's cluster, including the one that it knows itself. */
    long highest(Identity self) {
        return note(self.fsid(), self.epoch());
    }
}
