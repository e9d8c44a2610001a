package io.reeve.store;

import io.reeve.store.NodeReads.Read;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads of ZooKeeper that see every commit made before this was made, in one round trip: they are sent behind a sync, whose
 * answer nobody waits for. Callbacks run on the client's event thread; they must not block.
 */
public final class SyncedReads {
    private final NodeReads reads;
    private final CompletableFuture<Read> synced = new CompletableFuture<>();

    /** Sends the sync. */
    public SyncedReads(NodeReads reads, String path) {
        this.reads = reads;
        reads.sync(path, synced::complete);
    }

    /** Reads the data of a node. */
    public CompletableFuture<Read> data(String path) {
        return ask(c -> reads.data(path, c));
    }

    /** Reads the version and transaction ids of a node, without data and children. */
    public CompletableFuture<Read> stat(String path) {
        return ask(c -> reads.stat(path, c));
    }

    /** Lists the children of a node. */
    public CompletableFuture<Read> children(String path) {
        return ask(c -> reads.children(path, c));
    }

    /** After a lost connection a read that is repeated may overtake the sync; then its answer does not count. */
    private CompletableFuture<Read> ask(Consumer<Consumer<Read>> question) {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        question.accept(read -> {
            if (synced.isDone()) {
                answer.complete(synced.join() instanceof Read.Failed failed ? failed : read);
            } else {
                var _ = synced.thenAccept(sync -> {
                    if (sync instanceof Read.Failed) {
                        answer.complete(sync);
                    } else {
                        question.accept(answer::complete);
                    }
                });
            }
        });
        return answer;
    }
}
