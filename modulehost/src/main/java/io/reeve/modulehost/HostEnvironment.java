package io.reeve.modulehost;

import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.options.ModuleLogControl;
import io.reeve.modulehost.options.ModuleLogging;
import io.reeve.modulehost.threads.HostThreads;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment that the hosts of both roles share for the life of the process: the catalog, the settings, and a register
 * of the instances that still have a thread, so that a module never has two instances.
 */
public final class HostEnvironment implements AutoCloseable {
    /** A timer that runs a task once a time has passed. */
    public interface Timer {
        void after(Duration time, Runnable task);
    }

    private static final Logger LOG = LoggerFactory.getLogger(HostEnvironment.class);

    private final ModuleCatalog catalog;
    private final HostSettings settings;
    private final ModuleLogControl logs;
    private final Timer timer;
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
            HostThreads.factory("reeve-modules-timer"));
    private final Map<String, ModuleInstance> living = new ConcurrentHashMap<>();

    /** Creates the environment; closing it leaves the catalog open. */
    public HostEnvironment(ModuleCatalog catalog, HostSettings settings, ModuleLogControl logs) {
        this.catalog = catalog;
        this.settings = settings;
        this.logs = logs;
        this.timer = (time, task) -> {
            try {
                var _ = scheduler.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("came after the end of the module host", e);
            }
        };
    }

    /** Creates the environment with the timer of a test. */
    public HostEnvironment(ModuleCatalog catalog, HostSettings settings, ModuleLogControl logs, Timer timer) {
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

    /** Registers an instance; returns the other one of that name, if it still has a thread, and registers nothing. */
    Optional<ModuleInstance> claim(String module, ModuleInstance instance) {
        return Optional.ofNullable(living.putIfAbsent(module, instance));
    }

    /** Removes an instance from the register, after its last thread has ended. */
    void release(String module, ModuleInstance instance, boolean keepClasses) {
        logs.setLevel(ModuleLogging.PREFIX + module, null); // before the next instance can set its own
        living.remove(module, instance);
        catalog.release(instance.loaded(), keepClasses);
        instance.ended().complete(true);
    }

    /** Stops the timer, so that no failed module is started again. The catalog stays open. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
