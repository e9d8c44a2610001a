package io.reeve.cluster;

import io.reeve.api.cluster.DaemonId;

/** Whoever derives parts of the state from what daemons report. Asked by the writer, on its thread; must not block. */
public interface Contributor {
    /**
     * Before each snapshot, and each second: may look at everything and set parts, which are in the same snapshot.
     * Contributors are asked in the order in which they were given; each sees what those before it have set.
     */
    void contribute(SnapshotDraft change);

    /** Whether the daemon is to stay known although its session is long over. */
    default boolean keeps(DaemonId daemon) {
        return false;
    }
}
