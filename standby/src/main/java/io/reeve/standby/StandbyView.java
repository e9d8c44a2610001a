package io.reeve.standby;

import io.reeve.api.cluster.MgrMap;

/** What a standby knows of the cluster. All calls but {@link #sync} come on I/O threads and must not block. */
public interface StandbyView {
    /** Who manages, from memory; the same object until something changed. */
    MgrMap map();

    /** This process. */
    long selfGid();

    boolean connectedToZooKeeper();

    /** Whether this manager's own connection to the active manager lives. */
    boolean connectedToActive();

    /** Who manages, read afresh through the quorum. Blocks; called on a virtual thread, one call at a time. */
    MgrMap sync() throws Exception;

    /** The highest epoch of this cluster that this process has seen anywhere: in the map, a frame, a request. */
    long highestEpochSeen();
}
