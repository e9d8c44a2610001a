package io.reeve.modulehost;

import io.reeve.api.BaseModule;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.instance.StandbySideContext;
import java.util.function.Supplier;

/** The differences between hosting modules on the active and on a standby. */
public interface RolePolicy {
    /** The context and the constructor of a new instance. */
    record Prepared(StandbySideContext context, Supplier<? extends BaseModule> constructor) {}

    /** {@code active} or {@code standby}, as part of the names of threads. */
    String title();

    /** Whether the module has code for this role. */
    boolean runs(LoadedModule module);

    /** Prepares a new instance of a module, without running code of it. */
    Prepared prepare(LoadedModule module);

    /** Whether the next instance, in the other role, may use the same classes. */
    boolean keepsClasses();

    /** Applies the log options of a module; called before its constructor, and when they change. */
    void applyLogging(LoadedModule module);

    /** Withdraws everything that a module has published, after it was disabled and has stopped. May block. */
    void withdrawPublished(String module);

    /** Called when the last thread of an instance has ended, unless the role ends. Does not block. */
    default void ended(String module) {}

    /** Called for each new instance, after events reach it and before its constructor runs. */
    default void made(ModuleInstance instance) {}
}
