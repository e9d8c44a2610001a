package io.reeve.daemon.zookeeper;

import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/** A server alone. */
final class StandaloneRun extends ZooKeeperServerMain implements ServerRun {
    private final CompletableFuture<Integer> started;

    /** The future gets the client port. */
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
