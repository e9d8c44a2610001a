package io.reeve.api;

/**
 * A jar's statement of what module it contains. The jar names an implementation with a public constructor without
 * parameters in {@code META-INF/services/io.reeve.api.ModuleProvider}, the convention of {@link java.util.ServiceLoader}.
 *
 * <p>Every manager, standby or active, asks once when it loads the jar; {@link #spec()} must be quick and must not
 * start threads or touch the outside world.
 */
public interface ModuleProvider {
    /**
     * Everything that is known of the module without running it.
     *
     * @return the specification; an exception makes the module unloadable, with its message as the reason
     */
    ModuleSpec spec();
}
