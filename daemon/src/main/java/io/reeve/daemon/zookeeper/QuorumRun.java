package io.reeve.daemon.zookeeper;

import java.util.concurrent.CompletableFuture;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** A run of a server that is a member of an ensemble. It counts as started when it listens; the quorum may form later. */
final class QuorumRun extends QuorumPeerMain implements ServerRun {
    private final CompletableFuture<Integer> started;

    /** @param started completed with the client port */
    QuorumRun(CompletableFuture<Integer> started) {
        this.started = started;
    }

    @Override
    public void run(QuorumPeerConfig config) throws Exception {
        runFromConfig(config);
    }

    @Override
    protected QuorumPeer getQuorumPeer() throws SaslException {
        return new QuorumPeer() {
            @Override
            public synchronized void start() {
                super.start();
                started.complete(getClientPort());
            }
        };
    }

    @Override
    public void close() {
        super.close();
    }
}
