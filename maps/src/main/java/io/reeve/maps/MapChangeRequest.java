package io.reeve.maps;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change of the maps that a caller waits for. */
final class MapChangeRequest<T> {
    private final Function<MapDrafts, T> how;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result; // the keeper's thread only
    private volatile boolean taken;

    MapChangeRequest(Function<MapDrafts, T> how) {
        this.how = how;
    }

    CompletableFuture<T> done() {
        return done;
    }

    void apply(MapDrafts draft) {
        if (!done.isDone()) {
            taken = true;
            try {
                result = how.apply(draft);
            } catch (RuntimeException e) { // an impossible change: the caller's error
                fail(e);
            }
        }
    }

    /** Whether it is, or was, part of a change that is written. */
    boolean isTaken() {
        return taken;
    }

    /** Completes the request: its change is stored. */
    void succeed() {
        T got = result;
        if (got != null) {
            boolean _ = done.complete(got);
        }
    }

    void fail(Exception why) {
        boolean _ = done.completeExceptionally(why);
    }
}
