package io.reeve.daemon.node;

import io.reeve.api.cluster.MgrMap;

/**
 * The cluster as this node sees it at one moment, from memory.
 *
 * @param map          the managers
 * @param self         the gid of this process
 * @param connected    whether this manager is connected to ZooKeeper
 * @param registered   whether this manager holds its name, so that it can be elected
 * @param activeAnswers whether this manager's own connection to the active one lives
 * @param activeIsDead  whether there is evidence that the active of the map is dead, and it is about to be removed
 * @param confirmedEpoch the highest epoch of this cluster that ZooKeeper has shown to this process
 */
public record NodeSight(MgrMap map, long self, boolean connected, boolean registered, boolean activeAnswers,
        boolean activeIsDead, long confirmedEpoch) {
    /** A sight without evidence of a death. */
    public NodeSight(MgrMap map, long self, boolean connected, boolean registered, boolean activeAnswers,
            long confirmedEpoch) {
        this(map, self, connected, registered, activeAnswers, false, confirmedEpoch);
    }
}
