package io.reeve.daemon.zookeeper;

import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/** A run of a server without an ensemble. */
final class StandaloneRun extends ZooKeeperServerMain implements ServerRun {
    private final CompletableFuture<Integer> started;

    /** @param started completed with the client port */
    StandaloneRun(CompletableFuture<Integer> started) {
        this.started = started;
    }

    @Override
    public void run(QuorumPeerConfig config) throws Exception {
        ServerConfig server = new ServerConfig();
        server.readFrom(config);
        runFromConfig(server);
    }

    @Override
    protected void serverStarted() {
        started.complete(getClientPort());
    }

    @Override
    public void close() {
        super.close();
    }
}
