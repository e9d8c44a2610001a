package io.reeve.maps;

import io.reeve.maps.osd.OsdMapDraft;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change of the OSD map that somebody waits for. */
final class MapChangeRequest<T> {
    private final Function<OsdMapDraft, T> how;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result; // the keeper's thread only

    MapChangeRequest(Function<OsdMapDraft, T> how) {
        this.how = how;
    }

    CompletableFuture<T> done() {
        return done;
    }

    void apply(OsdMapDraft draft) {
        if (!done.isDone()) {
            try {
                result = how.apply(draft);
            } catch (RuntimeException e) { // it asked for what cannot be: its own affair
                fail(e);
            }
        }
    }

    /** What it changed is stored. */
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
