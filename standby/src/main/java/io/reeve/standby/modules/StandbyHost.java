package io.reeve.standby.modules;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.HealthCheck;
import io.reeve.modulehost.ActiveHost;
import io.reeve.modulehost.HostEnvironment;
import io.reeve.modulehost.ModuleChange;
import io.reeve.modulehost.ModuleHealth;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.modulehost.RolePolicy;
import io.reeve.modulehost.RunningModules;
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
 * The host of the standby classes of the enabled modules, while this manager is a standby: it is started once and stopped
 * once. It isolates modules like {@link ActiveHost}. All methods may be called from any thread.
 */
public final class StandbyHost implements AutoCloseable {
    private final HostEnvironment env;
    private final HostServices services;
    private final ModuleOptions options;
    private final RunningModules modules;

    /** Creates a host without modules. */
    public StandbyHost(HostEnvironment env, HostServices services) {
        this.env = env;
        this.services = services;
        this.options = new ModuleOptions(env.catalog(), services);
        this.modules = new RunningModules(env, new StandbyPolicy(), () -> {});
    }

    /** Sets the enabled modules: starts the new ones and stops the others. Does not wait. */
    public void setEnabled(Set<String> names) {
        for (String name : modules.names(m -> !names.contains(m.name()))) {
            CompletableFuture<ModuleChange> _ = modules.disable(name);
        }
        for (String name : names) {
            CompletableFuture<ModuleChange> _ = modules.enable(name, true);
        }
    }

    /** Retries the modules that are enabled but missing, after a rescan has found changes. Does not wait. */
    public void catalogChanged() {
        modules.catalogChanged();
    }

    /** Applies the log options that are among these changed keys of the store. */
    public void optionChanged(Collection<String> changedKeys) {
        for (String name : ModuleOptions.modulesOf(changedKeys, services.mgrId())) {
            ModuleInstance instance = modules.serving(name);
            if (instance != null) {
                ActiveHost.applyLogging(env, options, instance.loaded());
            }
        }
    }

    /** The handler of {@code /NAME/…}, which blocks its caller; empty if requests go to the active. */
    public Optional<HttpHandler> httpHandler(String module) {
        return ModulePages.handler(modules.serving(module));
    }

    /** The checks about these modules, for the log and the pages of this manager. */
    public List<HealthCheck> healthChecks() {
        return ModuleHealth.of(modules.all(), Set.of());
    }

    /** The status of every enabled module that has a standby class or is missing. */
    public List<ModuleStatus> status() {
        return modules.all().stream().map(ModuleStatus::of).toList();
    }

    /**
     * Tells all modules to stop, and waits at most for {@code most}. Returns the modules that have not stopped: they go on
     * stopping, and the active host starts each of them as soon as its standby instance has ended.
     */
    public Set<String> stop(Duration most) {
        return modules.stop(most);
    }

    /** Stops all modules without waiting. */
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
