package io.reeve.modulehost;

import io.reeve.modulehost.ModuleChange.ChangeOutcome;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.instance.ModuleMeter;
import io.reeve.modulehost.instance.ModuleStats;
import io.reeve.modulehost.instance.ModuleThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of one module in one role; see {@link ModuleState} for the transitions. All methods run on the control
 * thread of {@link RunningModules}, except the readers, which may be called from any thread.
 */
public final class RunningModule {
    private static final Logger LOG = LoggerFactory.getLogger(RunningModule.class);

    /** The least time for which the failure of a restarted module stays visible; health is often polled once a minute. */
    private static final Duration RUNS_WELL = Duration.ofSeconds(60);

    /** The reason why the module does not run, or did not until recently. */
    public record Problem(Kind kind, String text) {
        enum Kind {
            FAILED, NOT_FOUND, CANNOT_RUN, STUCK
        }
    }

    private final String name;
    private final RunningModules host;
    private final ModuleMeter meter = new ModuleMeter();
    private final List<CompletableFuture<ModuleChange>> waiters = new ArrayList<>();
    private volatile ModuleState state = ModuleState.STOPPED;
    private volatile @Nullable ModuleInstance instance;
    private volatile @Nullable Problem problem;
    private volatile boolean wanted;
    private boolean restart;
    private boolean keepTrying;
    private int failures;

    public RunningModule(String name, RunningModules host) {
        this.name = name;
        this.host = host;
    }

    // ---- readers ------------------------------------------------------------------------------------------------

    public String name() {
        return name;
    }

    public ModuleState state() {
        return state;
    }

    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether it is enabled here. */
    public boolean isWanted() {
        return wanted;
    }

    /** The instance in any state; null if there is none. */
    @Nullable
    public ModuleInstance instance() {
        return instance;
    }

    /** The instance, if it accepts work; otherwise null. */
    @Nullable
    public ModuleInstance serving() {
        return state == ModuleState.RUNNING ? instance : null;
    }

    public ModuleStats stats() {
        ModuleInstance now = instance;
        return meter.read(now == null || state != ModuleState.RUNNING ? Duration.ZERO : now.servingFor(),
                now == null ? 0 : now.threads().alive().size());
    }

    // ---- requests -------------------------------------------------------------------------------------------------

    /** @param keepTrying whether the module stays enabled if it is missing or cannot run */
    public void enable(CompletableFuture<ModuleChange> reply, boolean keepTrying) {
        switch (state) {
            case STOPPED -> {
                wanted = true;
                this.keepTrying = keepTrying;
                waiters.add(reply);
                start();
            }
            case STARTING, STOPPING -> {
                if (wanted) {
                    reply.complete(new ModuleChange(ChangeOutcome.ALREADY, "module '" + name + "' is already enabled"));
                    return;
                }
                wanted = true;
                restart = state == ModuleState.STOPPING;
                this.keepTrying = keepTrying;
                waiters.add(reply);
            }
            case RUNNING, FAILED ->
                reply.complete(new ModuleChange(ChangeOutcome.ALREADY, "module '" + name + "' is already enabled"));
            case STUCK -> {
                wanted |= keepTrying;
                restart |= keepTrying;
                reply.complete(refusal("enabled"));
            }
        }
    }

    public void disable(CompletableFuture<ModuleChange> reply) {
        boolean was = wanted;
        wanted = false;
        restart = false;
        settle(new ModuleChange(ChangeOutcome.CLOSED, "module '" + name + "' was disabled meanwhile"));
        switch (state) {
            case STOPPED -> reply
                    .complete(new ModuleChange(ChangeOutcome.ALREADY, "module '" + name + "' is already disabled"));
            case STARTING, RUNNING -> {
                waiters.add(reply);
                if (instance != null) {
                    stopInstance(host.settings().stopDeadline());
                }
            }
            case STOPPING -> {
                waiters.add(reply);
                LOG.debug("module '{}' is stopping already, wanted: {}", name, was);
            }
            case FAILED -> {
                waiters.add(reply);
                stopped();
            }
            case STUCK -> {
                if (instance == null) {
                    waiters.add(reply);
                    stopped();
                } else {
                    reply.complete(refusal("disabled cleanly"));
                }
            }
        }
    }

    public void restart(CompletableFuture<ModuleChange> reply) {
        if (!wanted && state != ModuleState.STUCK) {
            reply.complete(new ModuleChange(ChangeOutcome.NOT_ENABLED, "module '" + name + "' is not enabled"));
            return;
        }
        keepTrying |= wanted;
        switch (state) {
            case STOPPED, FAILED -> {
                failures = 0;
                waiters.add(reply);
                start();
            }
            case STARTING, RUNNING, STOPPING -> {
                failures = 0;
                waiters.add(reply);
                if (instance != null) {
                    restart = true;
                    stopInstance(host.settings().stopDeadline());
                }
            }
            case STUCK -> reply.complete(refusal("restarted"));
        }
    }

    /** Starts the module again if it was missing or could not run, since the module path has changed. */
    public void retryIfMissing() {
        Problem now = problem;
        if (wanted && state == ModuleState.FAILED && now != null && now.kind() != Problem.Kind.FAILED) {
            start();
        }
    }

    // ---- events -------------------------------------------------------------------------------------------------

    private void start() {
        state = ModuleState.STARTING;
        restart = false;
        Thread.ofVirtual().name("reeve-host-" + name + "-acquire").start(() -> {
            Optional<LoadedModule> found = host.catalog().acquire(name);
            if (!host.post(() -> acquired(found))) {
                found.ifPresent(m -> host.catalog().release(m, true));
            }
        });
    }

    private void acquired(Optional<LoadedModule> found) {
        LoadedModule module = found.orElse(null);
        if (module == null) {
            cannotStart(Problem.Kind.NOT_FOUND, ChangeOutcome.NOT_FOUND,
                    "Not found or unloadable" + host.loadErrorOf(name));
        } else if (!wanted || !host.policy().runs(module)) {
            host.catalog().release(module, true);
            stopped();
        } else if (!module.canRun().ok()) {
            host.catalog().release(module, true);
            cannotStart(Problem.Kind.CANNOT_RUN, ChangeOutcome.CANNOT_RUN, module.canRun().reason());
        } else {
            claim(module);
        }
    }

    private void claim(LoadedModule module) {
        RolePolicy.Prepared prepared = host.policy().prepare(module);
        ModuleInstance made = new ModuleInstance(module, prepared.context(), prepared.constructor(), host.settings(),
                meter, host.listener(this));
        Optional<ModuleInstance> other = host.claim(name, made);
        if (other.isPresent()) {
            host.catalog().release(module, true);
            state = ModuleState.STUCK;
            problem = new Problem(Problem.Kind.STUCK,
                    "its last instance has not ended: " + other.get().threads().describe());
            settle(refusal("started"));
            wanted = keepTrying;
            var _ = other.get().ended().thenRun(() -> host.post(this::unblocked));
            return;
        }
        instance = made;
        host.policy().applyLogging(module);
        host.policy().made(made);
        made.start();
        Thread.ofVirtual().name("reeve-host-" + name + "-watch").start(() -> watchStart(made));
    }

    private void unblocked() {
        if (state == ModuleState.STUCK && instance == null) {
            problem = null;
            if (wanted) {
                start();
            } else {
                stopped();
            }
        }
    }

    private void watchStart(ModuleInstance started) {
        try {
            Duration most = host.settings().startDeadline();
            if (!started.awaitConstructed(most)) {
                host.post(() -> failed(started, "its constructor did not return within " + most.toMillis() + " ms",
                        Duration.ZERO));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void constructed(ModuleInstance started) {
        if (!started.equals(instance) || state != ModuleState.STARTING) {
            return;
        }
        state = ModuleState.RUNNING;
        keepTrying = true;
        watchProblem(started);
        settle(ModuleChange.done());
    }

    /** Keeps the last failure as a problem until the module has run for a while, since it may fail again soon. */
    private void watchProblem(ModuleInstance started) {
        Problem last = problem;
        if (failures == 0 || last == null || last.kind() != Problem.Kind.FAILED) {
            problem = null;
            return;
        }
        Duration backoff = host.settings().restart().pause(failures);
        Duration most = backoff.compareTo(RUNS_WELL) > 0 ? backoff : RUNS_WELL;
        problem = new Problem(Problem.Kind.FAILED,
                last.text() + " (started again; this is shown until it has run for " + most.toSeconds() + " s)");
        host.after(most, () -> {
            if (started.equals(instance) && state == ModuleState.RUNNING) {
                problem = null;
            }
        });
    }

    public void failed(ModuleInstance failed, String what, Duration stopDeadline) {
        if (!failed.equals(instance) || (state != ModuleState.STARTING && state != ModuleState.RUNNING)) {
            return;
        }
        if (failed.servingFor().compareTo(host.settings().restart().most()) >= 0) {
            failures = 0;
        }
        failures++;
        keepTrying = true;
        problem = new Problem(Problem.Kind.FAILED, what);
        stopInstance(stopDeadline);
        settle(new ModuleChange(ChangeOutcome.FAILED, "Module '" + name + "' has failed: " + what
                + "; it is started again after " + host.settings().restart().pause(failures).toMillis() + " ms"));
    }

    private void stopInstance(Duration stopDeadline) {
        ModuleInstance stopping = instance;
        if (stopping == null || state == ModuleState.STOPPING) {
            return;
        }
        state = ModuleState.STOPPING;
        boolean keepClasses = host.isClosing() && host.policy().keepsClasses();
        stopping.beginStop();
        Thread.ofVirtual()
                .name("reeve-host-" + name + "-stop")
                .start(() -> tearDown(stopping, stopDeadline, keepClasses));
    }

    /** Waits, interrupts, abandons, and goes on waiting: a new instance can start only after the last thread has ended. */
    private void tearDown(ModuleInstance stopping, Duration stopDeadline, boolean keepClasses) {
        try {
            ModuleThreads threads = stopping.threads();
            if (!threads.awaitNone(stopDeadline)) {
                LOG.warn("module '{}' has not stopped and is interrupted: {}", name, threads.describeForLog());
                threads.interrupt();
                if (!threads.awaitNone(host.settings().interruptGrace())) {
                    stopping.abandon();
                    String what = threads.describe();
                    LOG.error("module '{}' does not stop and is left behind: {}", name, threads.describeForLog());
                    host.post(() -> stuck(stopping, what));
                    while (!threads.awaitNone(Duration.ofDays(1))) {
                        LOG.error("module '{}' still does not stop: {}", name, threads.describeForLog());
                    }
                    LOG.info("module '{}': the last thread of the instance that was left behind has ended", name);
                }
            }
            stopping.abandon();
            host.release(name, stopping, keepClasses);
            host.post(() -> gone(stopping));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stuck(ModuleInstance stopping, String what) {
        if (!stopping.equals(instance) || state != ModuleState.STOPPING) {
            return;
        }
        state = ModuleState.STUCK;
        problem = new Problem(Problem.Kind.STUCK, what);
        settle(refusal(wanted ? "restarted" : "stopped"));
    }

    private void gone(ModuleInstance ended) {
        if (!ended.equals(instance)) {
            return;
        }
        boolean wasStuck = state == ModuleState.STUCK;
        instance = null;
        if (wasStuck) {
            problem = null;
        }
        if (!wanted) {
            stopped();
        } else if (restart || wasStuck) {
            start();
        } else {
            state = ModuleState.FAILED;
            host.after(host.settings().restart().pause(failures), () -> {
                if (wanted && state == ModuleState.FAILED) {
                    meter.restarts.increment();
                    start();
                }
            });
        }
    }

    private void cannotStart(Problem.Kind kind, ChangeOutcome outcome, String text) {
        ModuleChange change = new ModuleChange(outcome, text);
        wanted &= keepTrying;
        if (wanted) {
            state = ModuleState.FAILED;
            problem = new Problem(kind, text);
            settle(change);
        } else {
            stopped(change);
        }
    }

    private void stopped() {
        stopped(ModuleChange.done());
    }

    private void stopped(ModuleChange change) {
        state = ModuleState.STOPPED;
        problem = null;
        wanted = false;
        host.stopped(this);
        settle(change);
    }

    private ModuleChange refusal(String what) {
        Problem now = problem;
        return new ModuleChange(ChangeOutcome.STUCK, "module '" + name + "' cannot be " + what
                + (now == null ? "" : ": a thread of it does not end: " + now.text()));
    }

    private void settle(ModuleChange change) {
        List<CompletableFuture<ModuleChange>> all = List.copyOf(waiters);
        waiters.clear();
        all.forEach(w -> w.complete(change));
    }
}
