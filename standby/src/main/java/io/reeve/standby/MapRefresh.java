package io.reeve.standby;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Workers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reading of a fresh map for all requests that wait for it, one read at a time. */
final class MapRefresh {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StandbyView view;
    @GuardedBy("this")
    private @Nullable CompletableFuture<MgrMap> running;

    MapRefresh(StandbyView view) {
        this.view = view;
    }

    /** A fresh map. Joins a read that is under way; fails if it takes longer than 2 s. */
    CompletableFuture<MgrMap> read() {
        return current().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized CompletableFuture<MgrMap> current() {
        if (running != null && !running.isDone()) {
            return running;
        }
        CompletableFuture<MgrMap> started = CompletableFuture.supplyAsync(this::sync, Workers.VIRTUAL);
        running = started;
        return started;
    }

    private MgrMap sync() {
        try {
            return view.sync();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
