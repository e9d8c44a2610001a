package io.reeve.daemon.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last process of which this one has evidence that it is dead, while it is being removed from the managers. The evidence
 * counts for some seconds at most: by then the process is removed, or lives. Any thread.
 */
public final class FoundDeaths {
    private static final Duration COUNTS = Duration.ofSeconds(5);

    private record Death(long gid, long since) {}

    private final LongSupplier nanos;
    private volatile @Nullable Death last;

    /** @param nanos {@code System::nanoTime} */
    public FoundDeaths(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes the evidence that a process is dead. */
    public void found(long gid) {
        last = new Death(gid, nanos.getAsLong());
    }

    /** Forgets the evidence about a process, which holds nothing or could not be removed. */
    public void settled(long gid) {
        Death now = last;
        if (now != null && now.gid() == gid) {
            last = null;
        }
    }

    /** Whether there is evidence that this process is dead. */
    public boolean has(long gid) {
        Death now = last;
        return now != null && now.gid() == gid && nanos.getAsLong() - now.since() < COUNTS.toNanos();
    }
}
