package io.reeve.modulehost;

import io.reeve.api.BaseModule;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.StandbySideContext;
import java.util.function.Supplier;

/** What differs between running modules on the active and on a standby. */
interface RolePolicy {
    /** An instance to be: its context, and how to make it. */
    record Prepared(StandbySideContext context, Supplier<? extends BaseModule> constructor) {}

    /** {@code active} or {@code standby}; part of a thread's name. */
    String title();

    /** Whether the module has anything to run here. */
    boolean runs(LoadedModule module);

    Prepared prepare(LoadedModule module);

    /** Whether the next instance, of the other role, may have the same classes. */
    boolean keepsClasses();

    /** Applies log options; before the constructor, and when they change. */
    void applyLogging(LoadedModule module);

    /** A module was disabled and has stopped: what it published goes. May block. */
    void withdrawPublished(String module);
}
