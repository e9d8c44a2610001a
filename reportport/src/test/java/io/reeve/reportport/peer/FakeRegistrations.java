package io.reeve.reportport.peer;

import io.reeve.election.PeerRequest;
import io.reeve.election.PeerRequests;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The registrations of all managers in a test, without a ZooKeeper. */
final class FakeRegistrations {
    private static final Map<String, PeerRequest> REQUESTS = new ConcurrentHashMap<>();

    private FakeRegistrations() {}

    /** As seen by one manager. */
    static PeerRequests of(String name, long gid) {
        return new PeerRequests() {
            @Override
            public CompletableFuture<String> announce(PeerRequest request) {
                String nonce = Integer.toString(REQUESTS.size());
                REQUESTS.put(name + " " + gid + " " + nonce, request);
                return CompletableFuture.completedFuture(nonce);
            }

            @Override
            public CompletableFuture<Optional<PeerRequest>> find(String by, long asker, String nonce) {
                return CompletableFuture.completedFuture(
                        Optional.ofNullable(REQUESTS.get(by + " " + asker + " " + nonce)));
            }
        };
    }
}
