package io.reeve.api;

/**
 * The provider of the module in a jar. The jar names an implementation with a public no-argument constructor in {@code
 * META-INF/services/io.reeve.api.ModuleProvider}, as {@link java.util.ServiceLoader} defines it.
 *
 * <p>Every manager, standby or active, calls {@link #spec()} once when it loads the jar. The method must be quick, and
 * must not start threads, open files or use the network.
 */
public interface ModuleProvider {
    /**
     * The specification of the module. If this method throws, the module cannot be loaded, and the exception's message
     * is the reason shown.
     */
    ModuleSpec spec();
}
