package io.reeve.reportport.peer;

import io.reeve.report.protocol.Identity;
import java.util.concurrent.atomic.AtomicReference;

/** The highest epoch seen, of one cluster: another fsid begins anew. */
final class EpochMemory {
    private record Seen(String fsid, long epoch) {}

    private final AtomicReference<Seen> seen = new AtomicReference<>(new Seen("", 0));

    /** Remembers what a peer of the same cluster knows, and says the highest so far. */
    long note(String fsid, long epoch) {
        return seen.updateAndGet(old -> old.fsid().equals(fsid) && old.epoch() >= epoch ? old : new Seen(fsid, epoch))
                .epoch();
    }

    /** The highest epoch of this manager's cluster, its own reading included. */
    long highest(Identity self) {
        return note(self.fsid(), self.epoch());
    }
}
