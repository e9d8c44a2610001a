package io.reeve.daemon.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The processes of which this one has evidence that they are dead, while the managers' map may still show them. The evidence
 * counts until the map shows a later epoch, and for some seconds at most: a process that was taken for dead and lives may lead
 * again. Any thread.
 */
public final class FoundDeaths {
    private static final Duration COUNTS = Duration.ofSeconds(5);

    private record Death(long epoch, long nanos) {}

    private final LongSupplier nanos;
    private final Map<Long, Death> deaths = new ConcurrentHashMap<>();

    /** @param nanos {@code System::nanoTime} */
    public FoundDeaths(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes the evidence that a process is dead.
     *
     * @param epoch the epoch of the map at this moment
     */
    public void found(long gid, long epoch) {
        Death now = new Death(epoch, nanos.getAsLong());
        deaths.values().removeIf(before -> isOld(before, now.nanos()));
        deaths.put(gid, now);
    }

    /**
     * Whether there is evidence that this process is dead.
     *
     * @param epoch the epoch of the map that shows it
     */
    public boolean has(long gid, long epoch) {
        Death death = deaths.get(gid);
        return death != null && epoch <= death.epoch() && !isOld(death, nanos.getAsLong());
    }

    private static boolean isOld(Death death, long now) {
        return now - death.nanos() >= COUNTS.toNanos();
    }
}
