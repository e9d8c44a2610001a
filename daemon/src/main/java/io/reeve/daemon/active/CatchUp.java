package io.reeve.daemon.active;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Election;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The reading of what was committed before this manager became active: config-key, mutes and the map of managers, all at the
 * same time. Of these only config-key has a copy already, which counts when every change that ZooKeeper had told before it
 * answered this reading is in it. Maps, health checks and the cluster log read theirs when they are opened.
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
        try (ExecutorService beside = Executors
                .newThreadPerTaskExecutor(Thread.ofVirtual().name("reeve-catch-up-", 0).factory())) {
            Future<Boolean> keys = beside.submit(() -> configKey.sync(LIMIT));
            Future<Boolean> muted = beside.submit(() -> {
                mutes.load(LIMIT);
                return true;
            });
            MgrMap map = election.sync(LIMIT);
            if (!result(keys)) {
                throw new IllegalStateException(
                        "config-key could not be read up to date within " + LIMIT.toMillis() + " ms");
            }
            boolean _ = result(muted);
            return map;
        }
    }

    private static boolean result(Future<Boolean> read) throws InterruptedException {
        try {
            return read.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
