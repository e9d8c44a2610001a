package io.reeve.cluster.daemon;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the state.
 *
 * @param clock for stamps that people and modules see
 * @param nanos for ages; does not jump
 */
public record Clocks(InstantSource clock, LongSupplier nanos) {
    /** This machine's. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }
}
