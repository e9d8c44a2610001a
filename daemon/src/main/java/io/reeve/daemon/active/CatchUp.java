package io.reeve.daemon.active;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Election;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import java.time.Duration;

/**
 * The reading of what was committed before this manager became active: config-key, mutes and the map of managers.
 * Health checks and the cluster log read theirs when they are opened.
 */
public final class CatchUp {
    /** The time in which a new active must be up to date before it gives the leadership back. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ConfigKeyStore configKey;
    private final HealthMutes mutes;
    private final Election election;

    public CatchUp(ConfigKeyStore configKey, HealthMutes mutes, Election election) {
        this.configKey = configKey;
        this.mutes = mutes;
        this.election = election;
    }

    /**
     * Reads it into memory. Blocks, for some seconds at most.
     *
     * @return the managers as of then
     * @throws IllegalStateException if config-key could not be read in time
     */
    public MgrMap run() throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        if (!configKey.sync(LIMIT)) {
            throw new IllegalStateException(
                    "config-key could not be read up to date within " + LIMIT.toMillis() + " ms");
        }
        mutes.load(left(deadline));
        return election.sync(left(deadline));
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }
}
