package io.reeve.reportport.peer;

import io.reeve.election.PeerRequest;
import io.reeve.election.PeerRequests;
import io.reeve.report.protocol.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The check of peers' requests against their registrations in ZooKeeper. Of connections that have proved nothing yet, only
 * {@link #MOST} are checked at the same time, so that strangers who send requests cannot keep ZooKeeper busy; more count as
 * unproved, and managers ask again.
 */
final class ProvedRequests {
    static final int MOST = 32;

    private final PeerRequests proofs;
    private final AtomicInteger checking = new AtomicInteger();

    ProvedRequests(PeerRequests proofs) {
        this.proofs = proofs;
    }

    /**
     * The request that this peer has put into its registration under that nonce; never fails.
     *
     * @param proved whether the connection is proved to be the peer's; its requests do not compete with those of strangers
     */
    CompletableFuture<Optional<PeerRequest>> find(Identity peer, String nonce, boolean proved) {
        if (nonce.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (proved) {
            return asked(peer, nonce).exceptionally(_ -> Optional.empty());
        }
        if (checking.get() >= MOST) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        checking.incrementAndGet();
        return asked(peer, nonce).handle((found, failure) -> {
            checking.decrementAndGet();
            return failure == null ? found : Optional.empty();
        });
    }

    private CompletableFuture<Optional<PeerRequest>> asked(Identity peer, String nonce) {
        try {
            return proofs.find(peer.name(), peer.gid(), nonce);
        } catch (RuntimeException e) { // the name of a stranger need not be fit for a path
            return CompletableFuture.failedFuture(e);
        }
    }
}
