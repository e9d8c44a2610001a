package io.reeve.modulehost;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.HealthCheck;
import io.reeve.api.MgrException;
import io.reeve.api.NotifyType;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.metrics.MetricSource;
import io.reeve.command.NotExecutedException;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.ActiveSideContext;
import io.reeve.modulehost.instance.HostServices;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.instance.ModuleCommandRunner;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.instance.ModuleMetricSource;
import io.reeve.modulehost.instance.ModulePages;
import io.reeve.modulehost.instance.RemoteCalls;
import io.reeve.modulehost.options.ModuleLogging;
import io.reeve.modulehost.options.ModuleOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host of the enabled modules on the active manager, for one leadership: it is started once and stopped once. All
 * methods may be called from any thread; those that wait say so, and their wait is bounded.
 *
 * <p>Modules run on threads of their own. A module delays no other module, and a caller at most for the deadlines in
 * {@link HostSettings}.
 */
public final class ActiveHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveHost.class);

    private final HostEnvironment env;
    private final HostServices services;
    private final ModuleOptions options;
    private final Consumer<List<HealthCheck>> healthListener;
    private final RunningModules modules;
    private final List<CompletableFuture<ModuleChange>> starts = new ArrayList<>();
    private volatile Set<String> listed = Set.of();
    private volatile boolean stopping; // modules that are gone then are not missing
    private volatile boolean frozen;
    private List<HealthCheck> lastHealth = List.of(); // used only by the control thread

    /**
     * Creates a host without modules.
     *
     * @param healthListener receives all checks whenever one changes; called on the control thread, must not block
     */
    public ActiveHost(HostEnvironment env, HostServices services, Consumer<List<HealthCheck>> healthListener) {
        this.env = env;
        this.services = services;
        this.options = new ModuleOptions(env.catalog(), services);
        this.healthListener = healthListener;
        this.modules = new RunningModules(env, new ActivePolicy(), this::healthChanged);
    }

    /** Starts these modules concurrently, and keeps trying. Does not wait. */
    public void start(Set<String> enabled) {
        synchronized (starts) {
            enabled.forEach(name -> starts.add(modules.enable(name, true)));
        }
    }

    /** Waits until each module of {@link #start} runs or has failed, at most for {@code most}; returns those not running. */
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
     * Starts a module, and waits until it accepts commands or it is known why it does not. After {@code DONE} and
     * {@code FAILED} the module is enabled here, and a failed one is started again; after any other outcome nothing changes.
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

    /** Like {@link #enable}, but a module that cannot run is enabled too: it raises a health check, and starts once it can. */
    public ModuleChange enableEvenIfItCannotRun(String name) {
        return waitFor(name, modules.enable(name, true));
    }

    /** Stops a module and waits until all its threads have ended, or its deadline is over. Its pages go at once. */
    public ModuleChange disable(String name) {
        return waitFor(name, modules.disable(name));
    }

    /** Stops a module; its pages go at once. Does not wait. */
    public void disableSoon(String name) {
        CompletableFuture<ModuleChange> _ = modules.disable(name);
    }

    /** Stops a module and starts it again with the current jar; waits for both. */
    public ModuleChange restart(String name) {
        return waitFor(name, modules.restart(name));
    }

    /**
     * Has an enabled module run: one that runs is restarted, and one that failed, is missing or was never started is started.
     * Waits like {@link #enable}; the module stays enabled.
     */
    public ModuleChange startAgain(String name) {
        ModuleChange change = waitFor(name, modules.restart(name));
        return change.outcome() == ModuleChange.ChangeOutcome.NOT_ENABLED
                ? waitFor(name, modules.enable(name, true))
                : change;
    }

    /** Takes the names that are on the list of enabled modules: one that is not enabled here raises a health check. */
    public void listed(Set<String> names) {
        boolean _ = modules.post(() -> listed = Set.copyOf(names)); // after the orders that were given before
    }

    /** The modules that are enabled here. */
    public Set<String> enabled() {
        return modules.names(RunningModule::isWanted);
    }

    /** Whether a module runs, or is about to. */
    public boolean isRunning(String name) {
        RunningModule module = modules.get(name);
        return module != null && module.isWanted() && switch (module.state()) {
            case STARTING, RUNNING -> true;
            case STOPPED, STOPPING, FAILED, STUCK -> false;
        };
    }

    /** Retries the modules that are enabled but missing, after a rescan has found changes. Does not wait. */
    public void catalogChanged() {
        modules.catalogChanged();
    }

    /** Looks again at what changes without an event, such as calls that do not return. Does not wait. */
    public void look() {
        boolean _ = modules.post(() -> {});
    }

    /**
     * Executes a command of a module and waits for it, at most for {@code timeout}. Never throws an exception of the module;
     * NotExecutedException if nothing of it was done, as the module starts or stops.
     */
    public HandleCommandResult execute(Command command, String module, Duration timeout) {
        ModuleInstance instance = modules.serving(module);
        return instance == null
                ? unavailable(module, command.prefix())
                : ModuleCommandRunner.execute(instance, command, timeout);
    }

    /** Runs the self-test of a module; waits like {@link #execute}. */
    public HandleCommandResult selfTest(String module, Duration timeout) {
        ModuleInstance instance = modules.serving(module);
        return instance == null
                ? unavailable(module, "self-test")
                : ModuleCommandRunner.selfTest(instance, timeout);
    }

    /** Notifies the modules that declared this type; every module of a completed command. Does not wait. */
    public void notifyAll(NotifyType type, String id) {
        for (RunningModule module : modules.all()) {
            ModuleInstance instance = module.instance();
            if (instance != null
                    && (type == NotifyType.COMMAND || instance.loaded().spec().notifyTypes().contains(type))) {
                instance.notifications().changed(type, id);
            }
        }
    }

    /** Notifies the instance that sent a command of its completion, unless another one has taken its place. */
    private void commandCompleted(ActiveSideContext sender, String tag) {
        ModuleInstance instance = instance(sender.moduleName());
        if (instance != null && instance.belongsTo(sender)) {
            instance.notifications().changed(NotifyType.COMMAND, tag);
        }
    }

    /** Notifies the modules whose options are among these changed keys of the store. Does not wait. */
    public void optionChanged(Collection<String> changedKeys) {
        for (String name : ModuleOptions.modulesOf(changedKeys, services.mgrId())) {
            ModuleInstance instance = instance(name);
            if (instance != null) {
                applyLogging(env, options, instance.loaded());
                instance.notifications().optionsChanged();
            }
        }
    }

    /** Notifies all modules that the manager has frozen. Does not wait. */
    public void freeze() {
        frozen = true; // first, so that a module is told that starts at the same time
        eachInstance(i -> i.notifications().frozen());
    }

    /** Notifies all modules that the manager is no longer frozen. Does not wait. */
    public void thaw() {
        frozen = false;
        eachInstance(i -> i.notifications().thawed());
    }

    /** The handler of {@code /NAME/…}, which blocks its caller; empty if the module does not run or has no pages. */
    public Optional<HttpHandler> httpHandler(String module) {
        return ModulePages.handler(modules.serving(module));
    }

    /** The sources of metrics of the running modules, by module; a call of one blocks until the module has written. */
    public SortedMap<String, MetricSource> metricSources() {
        SortedMap<String, MetricSource> all = new TreeMap<>();
        eachServing(i -> ModuleMetricSource.of(i).ifPresent(source -> all.put(i.loaded().name(), source)));
        return all;
    }

    /** The commands of the running modules, by module. */
    public Map<String, List<CommandDescriptor>> commands() {
        Map<String, List<CommandDescriptor>> all = new TreeMap<>();
        eachServing(i -> all.put(i.loaded().name(), i.loaded().commands()));
        return all;
    }

    /** The manager's checks about its modules: MGR_MODULE_ERROR, _DEPENDENCY, _STUCK, _NOTIFY_ERROR, _SLOW, _LEFTOVER, _PATH. */
    public List<HealthCheck> healthChecks() {
        Set<String> missing = new TreeSet<>(stopping ? Set.of() : listed);
        missing.removeAll(modules.names(_ -> true));
        List<HealthCheck> checks = new ArrayList<>(ModuleHealth.of(modules.all(), missing));
        ModuleHealth.ofCalls(modules.all(), env.settings().slowCall()).ifPresent(checks::add);
        ModuleHealth.ofLeftovers(env.catalog().leftovers()).ifPresent(checks::add);
        ModuleHealth.ofPath(env.catalog().errors()).ifPresent(checks::add);
        return checks;
    }

    /** The status of every module that is enabled or stuck. */
    public List<ModuleStatus> status() {
        return modules.all().stream().map(ModuleStatus::of).toList();
    }

    /** Tells all modules to stop; from now on none is started. Does not wait. */
    public void beginStop() {
        stopping = true;
        modules.beginStop();
    }

    /** The bytes that the living threads of each module have allocated so far. */
    public Map<String, Long> allocated() {
        Map<String, Long> all = new TreeMap<>();
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            for (RunningModule module : modules.all()) {
                ModuleInstance instance = module.instance();
                if (instance != null) {
                    long[] ids = instance.threads().alive().stream().mapToLong(Thread::threadId).toArray();
                    all.put(module.name(),
                            Arrays.stream(threads.getThreadAllocatedBytes(ids)).filter(b -> b > 0).sum());
                }
            }
        }
        return all;
    }

    /** The modules that still have an instance. */
    public Set<String> running() {
        return modules.names(m -> m.instance() != null);
    }

    /**
     * Tells all modules to stop, and waits at most for {@code drain}. Returns the modules that have not stopped: they are
     * interrupted and abandoned after their deadlines. Call it again to wait longer.
     */
    public Set<String> stop(Duration drain) {
        stopping = true;
        return modules.stop(drain);
    }

    /** Stops all modules, and waits until they have stopped or their deadlines are over. */
    @Override
    public void close() {
        stopping = true;
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
                : new ModuleChange(ModuleChange.ChangeOutcome.FAILED,
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
            throw new NotExecutedException(
                    start + "is " + (module.state() == ModuleState.STOPPING ? "stopping" : "starting") + ": try again");
        }
        String why = problem.get().text();
        return HandleCommandResult.error(Errno.EIO, start + switch (problem.get().kind()) {
            case FAILED -> "has experienced an error and cannot handle commands: " + why;
            case NOT_FOUND, CANNOT_RUN -> "failed to load and cannot handle commands: " + why;
            case STUCK -> "cannot handle commands, it does not stop: " + why;
        });
    }

    /** The instance from its constructor on; what it is told before that has returned, it hears then. */
    private @Nullable ModuleInstance instance(String name) {
        RunningModule module = modules.get(name);
        return module == null ? null : module.instance();
    }

    private void eachInstance(Consumer<ModuleInstance> what) {
        for (RunningModule module : modules.all()) {
            ModuleInstance instance = module.instance();
            if (instance != null) {
                what.accept(instance);
            }
        }
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

    public static void applyLogging(HostEnvironment env, ModuleOptions options, LoadedModule module) {
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
        public void made(ModuleInstance instance) {
            if (frozen) {
                instance.notifications().frozen();
            }
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
        public void ended(String module) {
            services.progressEnded(module);
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
