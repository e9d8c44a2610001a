package io.reeve.modulehost.catalog;

import org.jspecify.annotations.Nullable;

/** The module whose code runs on the present thread. */
public final class CurrentModule {
    /** The group of a module's threads. */
    public interface Group {
        /** The class loader of the module. */
        ClassLoader loader();
    }

    private CurrentModule() {}

    /** The module whose logger this is, if the present thread logs to it; null if it is one of the manager. */
    public static @Nullable String ofLogger(String logger) {
        Thread thread = Thread.currentThread();
        ModuleClassLoader loader = moduleLoader(thread.getContextClassLoader());
        for (ThreadGroup group = thread.getThreadGroup(); loader == null && group != null; group = group.getParent()) {
            loader = group instanceof Group ofModule ? moduleLoader(ofModule.loader()) : null;
        }
        return loader != null && loader.isOwnLogger(logger) ? loader.module() : null;
    }

    private static @Nullable ModuleClassLoader moduleLoader(@Nullable ClassLoader some) {
        for (ClassLoader loader = some; loader != null; loader = loader.getParent()) {
            if (loader instanceof ModuleClassLoader found) {
                return found;
            }
        }
        return null;
    }
}
