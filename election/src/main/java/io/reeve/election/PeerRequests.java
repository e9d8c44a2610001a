package io.reeve.election;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The requests of managers to each other, proved through ZooKeeper. The report port believes nobody: whoever asks writes the
 * request into its own registration first, under a nonce, and whoever is asked reads it there. Only a registered manager can
 * have written it, and a frame only says where to look.
 */
public interface PeerRequests {
    /** None: nothing can be asked, and nothing is found. */
    PeerRequests NONE = new PeerRequests() {
        @Override
        public CompletableFuture<String> announce(PeerRequest request) {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public CompletableFuture<Optional<PeerRequest>> find(String name, long gid, String nonce) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    };

    /** Writes a request into the registration of this manager. Completes with its nonce; fails if that is not possible. */
    CompletableFuture<String> announce(PeerRequest request);

    /**
     * Reads the request under that nonce from the registration of that manager; empty if there is none, or the name belongs
     * to another process. The read sees everything that was persisted before this call.
     */
    CompletableFuture<Optional<PeerRequest>> find(String name, long gid, String nonce);
}
