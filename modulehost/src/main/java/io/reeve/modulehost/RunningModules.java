package io.reeve.modulehost;

import io.reeve.modulehost.ModuleChange.ChangeOutcome;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ReservedNames;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.threads.HostThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modules of one role, from its start to its end. One control thread owns all their states; it never runs code of a
 * module and never waits for one.
 */
public final class RunningModules {
    private static final Logger LOG = LoggerFactory.getLogger(RunningModules.class);

    private final HostEnvironment env;
    private final RolePolicy policy;
    private final Runnable changed;
    private final ThreadPoolExecutor control;
    private final Map<String, RunningModule> modules = new ConcurrentSkipListMap<>();
    private volatile boolean closing;

    /** @param changed called on the control thread after each event; must return at once */
    public RunningModules(HostEnvironment env, RolePolicy policy, Runnable changed) {
        this.env = env;
        this.policy = policy;
        this.changed = changed;
        this.control = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                HostThreads.factory("reeve-modules-" + policy.title()));
    }

    // ---- for the hosts: any thread --------------------------------------------------------------------------------

    public Collection<RunningModule> all() {
        return modules.values();
    }

    @Nullable
    public RunningModule get(String name) {
        return modules.get(name);
    }

    /** The instance of a module, if it accepts work; otherwise null. */
    @Nullable
    public ModuleInstance serving(String name) {
        RunningModule module = modules.get(name);
        return module == null ? null : module.serving();
    }

    public CompletableFuture<ModuleChange> enable(String name, boolean keepTrying) {
        if (ReservedNames.ALL.contains(name)) {
            return CompletableFuture.completedFuture(new ModuleChange(ChangeOutcome.RESERVED,
                    "'" + name + "' is reserved for the manager itself, no module can have that name"));
        }
        return order(name, (module, reply) -> {
            if (closing) {
                reply.complete(roleEnded());
            } else {
                module.enable(reply, keepTrying);
            }
        });
    }

    public CompletableFuture<ModuleChange> disable(String name) {
        return order(name, RunningModule::disable);
    }

    public CompletableFuture<ModuleChange> restart(String name) {
        return order(name, RunningModule::restart);
    }

    public void catalogChanged() {
        post(() -> modules.values().forEach(RunningModule::retryIfMissing));
    }

    /** Tells all modules to stop; from now on none is started. Does not wait. */
    public void beginStop() {
        boolean _ = post(() -> {
            closing = true;
            List.copyOf(modules.values()).forEach(module -> module.disable(new CompletableFuture<>()));
        });
    }

    /** Tells all modules to stop, and waits at most for {@code most}; returns those still running. May be called again. */
    public Set<String> stop(Duration most) {
        Map<String, CompletableFuture<ModuleChange>> replies = new TreeMap<>();
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        boolean accepted = post(() -> {
            closing = true;
            for (RunningModule module : List.copyOf(modules.values())) {
                CompletableFuture<ModuleChange> reply = new CompletableFuture<>();
                replies.put(module.name(), reply);
                module.disable(reply);
            }
            told.complete(true);
        });
        if (!accepted) {
            return names(m -> m.instance() != null);
        }
        long start = System.nanoTime();
        Set<String> left = new TreeSet<>();
        if (await(told, most.plusSeconds(1)) == null) { // quick, since the control thread never waits
            return names(m -> true);
        }
        replies.forEach((name, reply) -> {
            ModuleChange change = await(reply, most.minusNanos(System.nanoTime() - start));
            if (change == null || !change.ok()) {
                left.add(name);
            }
        });
        return left;
    }

    /** Ends the control thread. Modules that are stopping go on. */
    public void close() {
        control.shutdown();
    }

    public Set<String> names(Predicate<RunningModule> which) {
        return modules.values()
                .stream()
                .filter(which)
                .map(RunningModule::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value of a future, or null if the time is over first. */
    public static <T> @Nullable T await(CompletableFuture<T> reply, Duration most) {
        try {
            return reply.get(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the module host failed", e);
        }
    }

    public static ModuleChange roleEnded() {
        return new ModuleChange(ChangeOutcome.CLOSED, "this manager is not in that role any more");
    }

    private CompletableFuture<ModuleChange> order(String name,
            BiConsumer<RunningModule, CompletableFuture<ModuleChange>> what) {
        CompletableFuture<ModuleChange> reply = new CompletableFuture<>();
        boolean accepted = post(() -> {
            RunningModule module = modules.computeIfAbsent(name, n -> new RunningModule(n, this));
            what.accept(module, reply);
            if (module.state() == ModuleState.STOPPED) {
                modules.remove(name, module);
            }
        });
        if (!accepted) {
            reply.complete(roleEnded());
        }
        return reply;
    }

    // ---- for RunningModule: on the control thread, unless noted otherwise ------------------------------------------

    /** Runs an event on the control thread; returns false if the role has ended. May be called from any thread. */
    public boolean post(Runnable event) {
        try {
            control.execute(() -> {
                try {
                    event.run();
                    changed.run();
                } catch (RuntimeException e) { // one module's event must not end the control of all
                    LOG.error("an event of the module host failed", e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    public void after(Duration time, Runnable event) {
        env.timer().after(time, () -> post(event));
    }

    public ModuleInstance.Listener listener(RunningModule module) {
        return new ModuleInstance.Listener() {
            @Override
            public void constructed(ModuleInstance instance) {
                post(() -> module.constructed(instance));
            }

            @Override
            public void failed(ModuleInstance instance, String what) {
                post(() -> module.failed(instance, what, settings().stopDeadline()));
            }

            @Override
            public void callbackFailuresChanged() {
                post(() -> {});
            }
        };
    }

    public Optional<ModuleInstance> claim(String name, ModuleInstance instance) {
        return env.claim(name, instance);
    }

    /** Returns an instance whose last thread has ended. From any thread. */
    public void release(String name, ModuleInstance instance, boolean keepClasses) {
        if (!closing) {
            policy.ended(name);
        }
        env.release(name, instance, keepClasses);
    }

    public void stopped(RunningModule module) {
        modules.remove(module.name(), module);
        if (!closing) {
            Thread.ofVirtual()
                    .name("reeve-host-" + module.name() + "-withdraw")
                    .start(() -> policy.withdrawPublished(module.name()));
        }
    }

    /** The load error whose path contains this name, or empty. */
    public String loadErrorOf(String name) {
        return catalog().errors()
                .stream()
                .filter(e -> e.path().getFileName().toString().contains(name))
                .findFirst()
                .map(e -> ": " + e.message())
                .orElse("");
    }

    public boolean isClosing() {
        return closing;
    }

    public RolePolicy policy() {
        return policy;
    }

    public HostSettings settings() {
        return env.settings();
    }

    public ModuleCatalog catalog() {
        return env.catalog();
    }
}
