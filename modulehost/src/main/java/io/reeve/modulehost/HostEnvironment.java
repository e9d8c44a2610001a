package io.reeve.modulehost;

import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.options.ModuleLogControl;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What both roles share as long as the process lives: the catalog, the settings, and the memory of which instances still
 * have a thread, so that there are never two instances of one module.
 */
public final class HostEnvironment implements AutoCloseable {
    /** Runs something later; must not run it before. */
    interface Timer {
        void after(Duration time, Runnable task);
    }

    private final ModuleCatalog catalog;
    private final HostSettings settings;
    private final ModuleLogControl logs;
    private final Timer timer;
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("reeve-modules-timer").factory());
    private final Map<String, ModuleInstance> living = new ConcurrentHashMap<>();

    public HostEnvironment(ModuleCatalog catalog, HostSettings settings, ModuleLogControl logs) {
        this.catalog = catalog;
        this.settings = settings;
        this.logs = logs;
        this.timer = (time, task) -> {
            var _ = scheduler.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
        };
    }

    /** With a clock of a test's own. */
    HostEnvironment(ModuleCatalog catalog, HostSettings settings, ModuleLogControl logs, Timer timer) {
        this.catalog = catalog;
        this.settings = settings;
        this.logs = logs;
        this.timer = timer;
    }

    public ModuleCatalog catalog() {
        return catalog;
    }

    public HostSettings settings() {
        return settings;
    }

    ModuleLogControl logs() {
        return logs;
    }

    Timer timer() {
        return timer;
    }

    /** Registers an instance, unless another one of that name still has a thread: then gives that one. */
    Optional<ModuleInstance> claim(String module, ModuleInstance instance) {
        return Optional.ofNullable(living.putIfAbsent(module, instance));
    }

    /** The last thread of an instance has ended. */
    void release(String module, ModuleInstance instance, boolean keepClasses) {
        living.remove(module, instance);
        catalog.release(instance.loaded(), keepClasses);
        instance.ended().complete(true);
    }

    /** No failed module is started again from now on. The catalog stays open. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
