package io.reeve.cluster.daemon;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the state.
 *
 * @param clock the time of day, for stamps that people and modules see
 * @param nanos a monotonic clock in nanoseconds, for ages
 */
public record Clocks(InstantSource clock, LongSupplier nanos) {
    /** The clocks of this machine. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }
}
