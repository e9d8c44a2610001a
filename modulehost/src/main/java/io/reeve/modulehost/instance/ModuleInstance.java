package io.reeve.modulehost.instance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.BaseModule;
import io.reeve.api.MgrModule;
import io.reeve.api.metrics.MetricSource;
import io.reeve.modulehost.catalog.FailureText;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.threads.RunTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a module, from its constructor to the end of its last thread. */
public final class ModuleInstance {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleInstance.class);

    /** A listener for the events of an instance. Called on threads of the module; must not block. */
    public interface Listener {
        /** Called when its constructor has returned. */
        void constructed(ModuleInstance instance);

        /**
         * Called when its constructor or its serve threw.
         *
         * @param what the failure in one line
         */
        void failed(ModuleInstance instance, String what);

        /** Called when its {@link ModuleInstance#callbackFailures} have changed. */
        void callbackFailuresChanged();
    }

    private final LoadedModule loaded;
    private final StandbySideContext context;
    private final Supplier<? extends BaseModule> constructor;
    private final ModuleMeter meter;
    private final Listener listener;
    private final ModuleThreads threads;
    private final CallsUnderWay calls = new CallsUnderWay();
    private final ModuleExecutor commands;
    private final ModuleExecutor http;
    private final NotificationQueue notifications;
    private final CountDownLatch constructed = new CountDownLatch(1);
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Map<String, String> callbackFailures = new ConcurrentHashMap<>();
    private volatile @Nullable HttpHandler handler;
    private volatile @Nullable MetricSource metrics;
    private volatile @Nullable BaseModule module;
    private volatile long runningSince;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private boolean stopping;
    @GuardedBy("lock")
    private boolean constructorReturned;

    /** Creates an instance, which runs no code of the module before {@link #start}. */
    public ModuleInstance(LoadedModule loaded, StandbySideContext context, Supplier<? extends BaseModule> constructor,
            HostSettings settings, ModuleMeter meter,
            Listener listener) {
        this.loaded = loaded;
        this.context = context;
        this.constructor = constructor;
        this.meter = meter;
        this.listener = listener;
        this.threads = new ModuleThreads(loaded.name(), loaded.loader());
        this.commands = ModuleExecutor.singleThread(settings.commandQueue(), threads.factory("command"));
        this.http = ModuleExecutor.upTo(settings.httpThreads(), threads.factory("http"));
        this.notifications = new NotificationQueue(settings.notifyQueue(), threads.factory("notify"),
                item -> ModuleNotifications.deliver(this, item), this::droppedOne);
    }

    /** Starts the thread that constructs the module and serves. */
    public void start() {
        threads.make("start", this::run).start();
    }

    /** Waits until the constructor has returned or thrown; false if the time is over first. */
    public boolean awaitConstructed(Duration most) throws InterruptedException {
        return RunTime.await(most, nanos -> constructed.await(nanos, TimeUnit.NANOSECONDS));
    }

    /** Begins to stop: refuses new work, drops the pages, ends pauses, calls {@code shutdown} on a thread of its own. */
    public void beginStop() {
        boolean callShutdown;
        synchronized (lock) {
            if (stopping) {
                return;
            }
            stopping = true;
            callShutdown = constructorReturned;
        }
        handler = null;
        metrics = null;
        context.stop();
        commands.close();
        http.close();
        notifications.close();
        if (callShutdown) {
            threads.make("shutdown", this::shutdown).start();
        }
    }

    /** Abandons the instance: from now on its API calls throw, and nobody waits for it. */
    public void abandon() {
        context.abandon();
        commands.abandon();
        http.abandon();
    }

    /** Whether this instance has that context. */
    public boolean belongsTo(StandbySideContext other) {
        return context.equals(other);
    }

    public LoadedModule loaded() {
        return loaded;
    }

    public ModuleThreads threads() {
        return threads;
    }

    ModuleExecutor commands() {
        return commands;
    }

    ModuleExecutor http() {
        return http;
    }

    public NotificationQueue notifications() {
        return notifications;
    }

    ModuleMeter meter() {
        return meter;
    }

    /** A future that completes when the last thread has ended. */
    public CompletableFuture<Boolean> ended() {
        return ended;
    }

    /** The last failure of each notification callback that fails, by callback. */
    public Map<String, String> callbackFailures() {
        return callbackFailures;
    }

    /** The handler of its pages; null if it has none or is stopping. */
    @Nullable
    HttpHandler handler() {
        return handler;
    }

    /** The source of its metrics; null if it has none or is stopping. */
    @Nullable
    MetricSource metrics() {
        return metrics;
    }

    /** The module itself; null until its constructor has returned. */
    @Nullable
    BaseModule module() {
        return module;
    }

    /**
     * The module on the active.
     *
     * @throws IllegalStateException if it is not constructed, or a standby class
     */
    MgrModule mgrModule() {
        return module instanceof MgrModule active ? active : missing();
    }

    /** The time since its constructor returned; zero before. */
    public Duration servingFor() {
        return runningSince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - runningSince);
    }

    boolean isStopping() {
        synchronized (lock) {
            return stopping;
        }
    }

    /** Records the result of a callback: its failure, or null. */
    void recordCallback(String callback, @Nullable String what) {
        String before = what == null ? callbackFailures.remove(callback) : callbackFailures.put(callback, what);
        if (what == null ? before != null : !what.equals(before)) {
            listener.callbackFailuresChanged();
        }
    }

    /** Calls code of the module; what lasts long is in {@link #calls} by this name. */
    <T> T call(String what, Callable<T> code) throws Exception {
        return calls.call(what, () -> threads.call(code));
    }

    /** The calls that have not returned, except that of serve. */
    public CallsUnderWay calls() {
        return calls;
    }

    private void droppedOne() {
        meter.dropped.increment();
        long n = meter.dropped.sum();
        if (Long.bitCount(n) == 1) {
            LOG.warn("module '{}' is too slow with its notifications: {} dropped so far", loaded.name(), n);
        }
        recordCallback("queue", "is too slow: notifications were dropped");
    }

    private MgrModule missing() {
        throw new IllegalStateException("module '" + loaded.name() + "' is not running as the active one");
    }

    private void run() {
        boolean stop;
        try {
            call("its constructor", () -> {
                BaseModule instance = constructor.get();
                if (instance == null) {
                    throw new IllegalStateException("its spec made no instance: the function returned null");
                }
                module = instance;
                handler = instance.httpHandler().orElse(null);
                metrics = instance instanceof MgrModule active ? active.metricSource().orElse(null) : null;
                return instance;
            });
        } catch (Throwable t) { // any failure of a module ends this instance only
            synchronized (lock) {
                constructorReturned = module != null;
            }
            constructed.countDown();
            failed("constructor", t);
            return;
        }
        synchronized (lock) {
            constructorReturned = true;
            stop = stopping; // if so, beginStop has not called shutdown
        }
        constructed.countDown();
        if (stop) {
            handler = null;
            metrics = null;
            shutdown();
            return;
        }
        notifications.open();
        runningSince = System.nanoTime();
        listener.constructed(this);
        serve();
    }

    private void serve() {
        Thread.currentThread().setName("reeve-module-" + loaded.name() + "-serve");
        BaseModule serving = module;
        if (serving == null) {
            return;
        }
        try {
            threads.call(() -> {
                serving.serve();
                return true;
            });
            LOG.debug("serve of module '{}' has returned", loaded.name());
        } catch (Throwable t) { // as above
            failed("serve", t);
        }
    }

    private void failed(String callback, Throwable t) {
        if (isStopping()) {
            LOG.debug("module '{}', told to stop, left {} by {}", loaded.name(), callback, FailureText.oneLine(t));
            return;
        }
        FailureText.logError(LOG, "module '" + loaded.name() + "' has failed in its " + callback, t);
        listener.failed(this, FailureText.oneLine(t));
    }

    private void shutdown() {
        BaseModule stopped = module;
        if (stopped == null) {
            return;
        }
        try {
            call("shutdown", () -> {
                stopped.shutdown();
                return true;
            });
        } catch (Throwable t) { // as above; its threads show whether it has stopped
            FailureText.logError(LOG, "shutdown of module '" + loaded.name() + "' has failed", t);
        }
    }
}
