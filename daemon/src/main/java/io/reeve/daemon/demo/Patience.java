package io.reeve.daemon.demo;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A wait that goes on while something moves, as a busy machine only makes everything slower. Not thread-safe. */
final class Patience {
    private final long still;
    private final long longest;
    private final LongSupplier nanoTime;
    private final long began;
    private long moved;
    private @Nullable Object last;

    /**
     * @param still   the time after which nothing that has not moved is waited for
     * @param longest the time after which it is over, whatever moves
     */
    Patience(Duration still, Duration longest, LongSupplier nanoTime) {
        this.still = still.toNanos();
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.moved = began;
    }

    /** Whether to wait on, now that this is seen. */
    boolean lasts(Object seen) {
        long now = nanoTime.getAsLong();
        if (!seen.equals(last)) {
            last = seen;
            moved = now;
        }
        return now - moved < still && now - began < longest;
    }

    Duration waited() {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
