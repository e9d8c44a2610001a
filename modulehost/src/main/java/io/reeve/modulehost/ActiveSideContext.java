package io.reeve.modulehost;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.ModuleContext;
import io.reeve.api.OptionValue;
import io.reeve.api.cluster.MgrMap;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same on the active manager, where a module may also write. */
final class ActiveSideContext extends StandbySideContext implements ModuleContext {
    /** Reaches the other modules. */
    interface Remote {
        @Nullable
        Object call(String module, String method, @Nullable Object[] args);
    }

    private final Remote remote;

    ActiveSideContext(LoadedModule module, ModuleCatalog catalog, HostServices services, Remote remote) {
        super(module, catalog, services);
        this.remote = remote;
    }

    @Override
    public void setModuleOption(String module, String name, @Nullable String value) {
        options().set(module, name, value);
    }

    @Override
    public OptionValue moduleOptionOf(String module, String name) {
        return options().get(module, name);
    }

    @Override
    public void setStore(String key, byte @Nullable [] value) {
        services().set(storePrefix() + key, value == null ? null : value.clone());
    }

    @Override
    public void setUri(@Nullable URI uri) {
        services().setUri(moduleName(), uri == null ? null : uri.toString());
    }

    @Override
    public void setHealthChecks(Collection<HealthCheck> checks) {
        services().setHealthChecks(moduleName(), List.copyOf(checks));
    }

    @Override
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        services().clusterLog(channel, priority, "mgr." + mgrId() + "." + moduleName(), message);
    }

    @Override
    public @Nullable Object remote(String module, String method, @Nullable Object... args) {
        HostServices _ = services(); // throws for an abandoned instance
        return remote.call(module, method, args);
    }

    @Override
    public MgrMap mgrMap() {
        return services().mgrMap();
    }

    @Override
    public long epoch() {
        return services().epoch();
    }

    @Override
    public boolean isFrozen() {
        return services().isFrozen();
    }
}
