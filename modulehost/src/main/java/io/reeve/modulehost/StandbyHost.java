package io.reeve.modulehost;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.HealthCheck;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.instance.HostServices;
import io.reeve.modulehost.instance.ModuleInstance;
import io.reeve.modulehost.instance.ModulePages;
import io.reeve.modulehost.instance.StandbySideContext;
import io.reeve.modulehost.options.ModuleOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the standby classes of the enabled modules that have one, while this manager stands by: start once, stop once. The
 * same isolation as on the active. All methods may be called from any thread.
 */
public final class StandbyHost implements AutoCloseable {
    private final HostEnvironment env;
    private final HostServices services;
    private final ModuleOptions options;
    private final RunningModules modules;

    public StandbyHost(HostEnvironment env, HostServices services) {
        this.env = env;
        this.services = services;
        this.options = new ModuleOptions(env.catalog(), services);
        this.modules = new RunningModules(env, new StandbyPolicy(), () -> {});
    }

    /** Makes these modules the enabled ones: starts the new ones, stops the others. Does not wait. */
    public void setEnabled(Set<String> names) {
        for (String name : modules.names(m -> !names.contains(m.name()))) {
            CompletableFuture<ModuleChange> _ = modules.disable(name);
        }
        for (String name : names) {
            CompletableFuture<ModuleChange> _ = modules.enable(name, true);
        }
    }

    /** After a rescan found something: tries again what was enabled but missing. */
    public void catalogChanged() {
        modules.catalogChanged();
    }

    /** Keys of the store changed: log options are applied. */
    public void optionChanged(Collection<String> changedKeys) {
        for (String name : ModuleOptions.modulesOf(changedKeys, services.mgrId())) {
            ModuleInstance instance = modules.serving(name);
            if (instance != null) {
                ActiveHost.applyLogging(env, options, instance.loaded());
            }
        }
    }

    /** What answers {@code /NAME/…} here; empty if the module leaves it to the redirect. It blocks its caller's thread. */
    public Optional<HttpHandler> httpHandler(String module) {
        return ModulePages.handler(modules.serving(module));
    }

    /** Checks about these modules, for this manager's log and its own pages. */
    public List<HealthCheck> healthChecks() {
        return ModuleHealth.of(modules.all());
    }

    /** Every enabled module that has a standby class or is missing. */
    public List<ModuleStatus> status() {
        return modules.all().stream().map(ModuleStatus::of).toList();
    }

    /**
     * Tells all to stop and waits at most so long; gives those that have not. They go on stopping; the active host does
     * not start a module before, and starts it as soon as, its standby instance has ended.
     */
    public Set<String> stop(Duration most) {
        return modules.stop(most);
    }

    /** Those that were abandoned and still have a thread. */
    public Set<String> stuck() {
        return modules.names(m -> m.state() == ModuleState.STUCK && m.instance() != null);
    }

    /** Stops all without waiting. */
    @Override
    public void close() {
        Set<String> _ = modules.stop(Duration.ZERO);
        modules.close();
    }

    private final class StandbyPolicy implements RolePolicy {
        @Override
        public String title() {
            return "standby";
        }

        @Override
        public boolean runs(LoadedModule module) {
            return module.spec().standby() != null;
        }

        @Override
        public Prepared prepare(LoadedModule module) {
            StandbySideContext context = new StandbySideContext(module, env.catalog(), services);
            return new Prepared(context, () -> {
                var maker = module.spec().standby();
                if (maker == null) {
                    throw new IllegalStateException("module '" + module.name() + "' has no standby class");
                }
                return maker.apply(context);
            });
        }

        @Override
        public boolean keepsClasses() {
            return true;
        }

        @Override
        public void applyLogging(LoadedModule module) {
            ActiveHost.applyLogging(env, options, module);
        }

        @Override
        public void withdrawPublished(String module) {
            // a standby publishes nothing
        }
    }
}
