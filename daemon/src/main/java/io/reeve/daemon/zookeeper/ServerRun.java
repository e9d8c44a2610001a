package io.reeve.daemon.zookeeper;

import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/** One run of a ZooKeeper server of either kind. */
sealed interface ServerRun permits StandaloneRun, QuorumRun {
    /** Serves until closed. */
    void run(QuorumPeerConfig config) throws Exception;

    void close();
}
