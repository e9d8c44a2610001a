package io.reeve.election;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How this manager takes part.
 *
 * @param cluster  the cluster's name
 * @param priority who is higher goes first; null: never leads
 * @param nanoTime the monotonic clock of the lease
 * @param clock    the wall clock, for people
 * @param random   for pauses
 */
public record ElectionConfig(String cluster, @Nullable Integer priority, LongSupplier nanoTime, InstantSource clock,
        RandomGenerator random) {
    /** With the real clocks. */
    public static ElectionConfig of(String cluster, @Nullable Integer priority) {
        return new ElectionConfig(cluster, priority, System::nanoTime, InstantSource.system(),
                RandomGenerator.getDefault());
    }
}
