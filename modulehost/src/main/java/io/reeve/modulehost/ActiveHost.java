package io.reeve.modulehost;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.HealthCheck;
import io.reeve.api.MgrException;
import io.reeve.api.NotifyType;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.ActiveSideContext;
import io.reeve.modulehost.instance.HostServices;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.instance.ModuleCommandRunner;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.instance.ModulePages;
import io.reeve.modulehost.instance.RemoteCalls;
import io.reeve.modulehost.options.ModuleLogging;
import io.reeve.modulehost.options.ModuleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the enabled modules of the active manager, for one leadership: start once, stop once. All methods may be called
 * from any thread; those that wait say so, and what they wait for is bounded.
 *
 * <p>Modules run on threads of their own. Whatever one does, it delays no other, and nobody here for longer than the
 * deadlines in {@link HostSettings}.
 */
public final class ActiveHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveHost.class);

    private final HostEnvironment env;
    private final HostServices services;
    private final ModuleOptions options;
    private final Consumer<List<HealthCheck>> healthListener;
    private final RunningModules modules;
    private final List<CompletableFuture<ModuleChange>> starts = new ArrayList<>();
    private List<HealthCheck> lastHealth = List.of(); // of the control thread

    /**
     * @param healthListener gets all checks whenever one changes; called on the control thread, must return at once
     */
    public ActiveHost(HostEnvironment env, HostServices services, Consumer<List<HealthCheck>> healthListener) {
        this.env = env;
        this.services = services;
        this.options = new ModuleOptions(env.catalog(), services);
        this.healthListener = healthListener;
        this.modules = new RunningModules(env, new ActivePolicy(), this::healthChanged);
    }

    /** Starts these modules, all at the same time, and keeps trying. Does not wait. */
    public void start(Set<String> enabled) {
        synchronized (starts) {
            enabled.forEach(name -> starts.add(modules.enable(name, true)));
        }
    }

    /** Waits until each module of {@link #start} runs or has failed to; gives those that do not run. */
    public Set<String> awaitStarted(Duration most) {
        long start = System.nanoTime();
        List<CompletableFuture<ModuleChange>> all;
        synchronized (starts) {
            all = List.copyOf(starts);
        }
        for (CompletableFuture<ModuleChange> one : all) {
            ModuleChange _ = RunningModules.await(one, most.minusNanos(System.nanoTime() - start));
        }
        return modules.names(m -> m.state() != ModuleState.RUNNING);
    }

    /**
     * Starts a module and waits until its commands are accepted, or tells why not. After {@code DONE} and {@code FAILED}
     * it counts as enabled here, and a failed one is tried again; after anything else nothing has changed.
     */
    public ModuleChange enable(String name) {
        ModuleChange change = waitFor(name, modules.enable(name, false));
        return switch (change.outcome()) {
            case NOT_FOUND -> new ModuleChange(change.outcome(),
                    "module '" + name + "' is not known to the active manager daemon: " + change.text());
            case CANNOT_RUN -> new ModuleChange(change.outcome(), "module '" + name
                    + "' reports that it cannot run on the active manager daemon: " + change.text());
            case DONE, ALREADY, RESERVED, FAILED, STUCK, NOT_ENABLED, CLOSED -> change;
        };
    }

    /** The same, but it counts as enabled also if it cannot run: a health check says so, and it starts once it can. */
    public ModuleChange enableEvenIfItCannotRun(String name) {
        return waitFor(name, modules.enable(name, true));
    }

    /** Stops a module and waits until all its threads have ended, or its deadline is over. Its route goes at once. */
    public ModuleChange disable(String name) {
        return waitFor(name, modules.disable(name));
    }

    /** Stops a module; its route goes at once. Does not wait. */
    public void disableSoon(String name) {
        CompletableFuture<ModuleChange> _ = modules.disable(name);
    }

    /** Stops a module and starts it again, with its jar as it is now; waits for both. */
    public ModuleChange restart(String name) {
        return waitFor(name, modules.restart(name));
    }

    /** After a rescan found something: tries again what was enabled but missing. */
    public void catalogChanged() {
        modules.catalogChanged();
    }

    /** Has a module answer a command, and waits for it at most so long. Never throws for what the module does. */
    public HandleCommandResult execute(Command command, String module, Duration timeout) {
        ModuleInstance instance = modules.serving(module);
        return instance == null
                ? unavailable(module, command.prefix())
                : ModuleCommandRunner.execute(instance, command, timeout);
    }

    /** Has a module test itself; waits like {@link #execute}. */
    public HandleCommandResult selfTest(String module, Duration timeout) {
        ModuleInstance instance = modules.serving(module);
        return instance == null
                ? unavailable(module, "self-test")
                : ModuleCommandRunner.selfTest(instance, timeout);
    }

    /** Tells all modules that want to know. Does not wait. */
    public void notifyAll(NotifyType type, String id) {
        for (RunningModule module : modules.all()) {
            ModuleInstance instance = module.serving();
            if (instance != null
                    && (type == NotifyType.COMMAND || instance.loaded().spec().notifyTypes().contains(type))) {
                instance.notifications().changed(type, id);
            }
        }
    }

    /** Tells the instance that sent a command that it has completed; one that took its place is not told. */
    private void commandCompleted(ActiveSideContext sender, String tag) {
        ModuleInstance instance = modules.serving(sender.moduleName());
        if (instance != null && instance.belongsTo(sender)) {
            instance.notifications().changed(NotifyType.COMMAND, tag);
        }
    }

    /** Keys of the store changed, by whomever: tells the modules whose options are among them. Does not wait. */
    public void optionChanged(Collection<String> changedKeys) {
        for (String name : ModuleOptions.modulesOf(changedKeys, services.mgrId())) {
            ModuleInstance instance = modules.serving(name);
            if (instance != null) {
                applyLogging(env, options, instance.loaded());
                instance.notifications().optionsChanged();
            }
        }
    }

    /** Tells all modules that the manager has frozen. Does not wait. */
    public void freeze() {
        eachServing(i -> i.notifications().frozen());
    }

    /** Tells all modules that the manager leads on. Does not wait. */
    public void thaw() {
        eachServing(i -> i.notifications().thawed());
    }

    /** What answers {@code /NAME/…}; empty if the module does not run or has no pages. It blocks its caller's thread. */
    public Optional<HttpHandler> httpHandler(String module) {
        return ModulePages.handler(modules.serving(module));
    }

    /** The commands of the modules that run, by module. */
    public Map<String, List<CommandDescriptor>> commands() {
        Map<String, List<CommandDescriptor>> all = new TreeMap<>();
        eachServing(i -> all.put(i.loaded().name(), i.loaded().commands()));
        return all;
    }

    /** The manager's checks about its modules: ERROR, DEPENDENCY, STUCK, NOTIFY_ERROR. */
    public List<HealthCheck> healthChecks() {
        return ModuleHealth.of(modules.all());
    }

    /** Every enabled module, and every one that is stuck. */
    public List<ModuleStatus> status() {
        return modules.all().stream().map(ModuleStatus::of).toList();
    }

    /** Tells all modules to stop, and starts none any more. Does not wait. */
    public void beginStop() {
        modules.beginStop();
    }

    /** Those of which something still runs. */
    public Set<String> running() {
        return modules.names(m -> m.instance() != null);
    }

    /**
     * Tells all modules to stop, and waits at most so long; gives those that have not. They go on stopping, until they are
     * interrupted and abandoned. Call it again to wait longer.
     */
    public Set<String> stop(Duration drain) {
        return modules.stop(drain);
    }

    /** Those that were abandoned and still have a thread. */
    public Set<String> stuck() {
        return modules.names(m -> m.state() == ModuleState.STUCK && m.instance() != null);
    }

    /** Stops all, waiting until the deadlines are over. */
    @Override
    public void close() {
        Set<String> left = modules.stop(longest());
        if (!left.isEmpty()) {
            LOG.error("modules that do not stop: {}", left);
        }
        modules.close();
    }

    private Duration longest() {
        return env.settings().stopDeadline().plus(env.settings().interruptGrace()).plusSeconds(1);
    }

    private ModuleChange waitFor(String name, CompletableFuture<ModuleChange> reply) {
        Duration most = longest().plus(longest()).plus(env.settings().startDeadline());
        ModuleChange change = RunningModules.await(reply, most);
        return change != null
                ? change
                : new ModuleChange(ModuleChange.Outcome.FAILED,
                        "module '" + name + "' has not answered within " + most.toMillis() + " ms");
    }

    private HandleCommandResult unavailable(String name, String prefix) {
        RunningModule module = modules.get(name);
        if (module == null) {
            return HandleCommandResult.error(Errno.EOPNOTSUPP, "Module '" + name
                    + "' is not enabled (required by command '" + prefix + "'): use `reeve mgr module enable " + name
                    + "` to enable it");
        }
        String start = "Module '" + name + "' ";
        Optional<RunningModule.Problem> problem = module.problem();
        if (problem.isEmpty() || module.state() == ModuleState.STARTING) {
            return HandleCommandResult.error(Errno.EAGAIN,
                    start + "is " + (module.state() == ModuleState.STOPPING ? "stopping" : "starting") + ": try again");
        }
        String why = problem.get().text();
        return HandleCommandResult.error(Errno.EIO, start + switch (problem.get().kind()) {
            case FAILED -> "has experienced an error and cannot handle commands: " + why;
            case NOT_FOUND, CANNOT_RUN -> "failed to load and cannot handle commands: " + why;
            case STUCK -> "cannot handle commands, it does not stop: " + why;
        });
    }

    private void eachServing(Consumer<ModuleInstance> what) {
        for (RunningModule module : modules.all()) {
            ModuleInstance instance = module.serving();
            if (instance != null) {
                what.accept(instance);
            }
        }
    }

    private void healthChanged() {
        List<HealthCheck> now = healthChecks();
        if (!now.equals(lastHealth)) {
            lastHealth = now;
            healthListener.accept(now);
        }
    }

    static void applyLogging(HostEnvironment env, ModuleOptions options, LoadedModule module) {
        try {
            ModuleLogging.apply(module, options, env.logs());
        } catch (MgrException e) {
            LOG.warn("log options of module '{}' are not applied: {}", module.name(), e.toString());
        }
    }

    private @Nullable Object remote(String module, String method, @Nullable Object[] args) {
        return RemoteCalls.call(modules.serving(module), module, method, args);
    }

    private final class ActivePolicy implements RolePolicy {
        @Override
        public String title() {
            return "active";
        }

        @Override
        public boolean runs(LoadedModule module) {
            return true;
        }

        @Override
        public Prepared prepare(LoadedModule module) {
            ActiveSideContext context = new ActiveSideContext(module, env.catalog(), services,
                    ActiveHost.this::remote, ActiveHost.this::commandCompleted);
            return new Prepared(context, () -> module.spec().module().apply(context));
        }

        @Override
        public boolean keepsClasses() {
            return false;
        }

        @Override
        public void applyLogging(LoadedModule module) {
            ActiveHost.applyLogging(env, options, module);
        }

        @Override
        public void withdrawPublished(String module) {
            try {
                services.setUri(module, null);
                services.setHealthChecks(module, List.of());
            } catch (MgrException e) {
                LOG.warn("what module '{}' published is not withdrawn: {}", module, e.toString());
            }
        }
    }
}
