package io.reeve.cluster.daemon;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the state.
 *
 * @param clock for stamps that people and modules see
 * @param nanos for ages; does not jump
 */
public record Time(InstantSource clock, LongSupplier nanos) {
    /** This machine's. */
    public static Time system() {
        return new Time(InstantSource.system(), System::nanoTime);
    }
}
