package io.reeve.standby;

import io.reeve.api.cluster.MgrMap;

/** The cluster as a standby sees it. All methods but {@link #sync} are called on I/O threads and must not block. */
public interface StandbyView {
    /** The manager map in memory; the same object until something changes. */
    MgrMap map();

    /** The global id of this process. */
    long selfGid();

    /** Whether this manager is connected to ZooKeeper. */
    boolean connectedToZooKeeper();

    /** Whether this manager is connected to the active manager. */
    boolean connectedToActive();

    /** Reads the manager map through the quorum. Blocks; called on a virtual thread, one call at a time. */
    MgrMap sync() throws Exception;

    /** The highest epoch that a read or a write of ZooKeeper has shown to this process. What peers say never counts. */
    long confirmedEpoch();
}
