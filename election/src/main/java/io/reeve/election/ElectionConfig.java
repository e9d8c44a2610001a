package io.reeve.election;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this manager's part in the election.
 *
 * @param cluster  the cluster's name
 * @param priority the manager of the highest priority leads first; null for one that never leads
 * @param nanoTime the monotonic clock of the lease
 * @param clock    the wall clock of timestamps for people
 * @param random   the source of random back-off
 * @param confirmed the epochs that this process has seen in ZooKeeper
 */
public record ElectionConfig(String cluster, @Nullable Integer priority, LongSupplier nanoTime, InstantSource clock,
        RandomGenerator random, ConfirmedEpochs confirmed) {
    /** Settings with the system's clocks. */
    public static ElectionConfig of(String cluster, @Nullable Integer priority) {
        return of(cluster, priority, new ConfirmedEpochs());
    }

    /** Settings with the system's clocks, in a process that may have seen epochs before. */
    public static ElectionConfig of(String cluster, @Nullable Integer priority, ConfirmedEpochs confirmed) {
        return new ElectionConfig(cluster, priority, System::nanoTime, InstantSource.system(),
                RandomGenerator.getDefault(), confirmed);
    }
}
