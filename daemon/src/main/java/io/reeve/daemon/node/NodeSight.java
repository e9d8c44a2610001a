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
 * @param highestEpoch the highest epoch of this cluster that this process has seen anywhere
 */
public record NodeSight(MgrMap map, long self, boolean connected, boolean registered, boolean activeAnswers,
        long highestEpoch) {}
