package io.reeve.modulehost.instance;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandResult;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.ModuleContext;
import io.reeve.api.OptionValue;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.Progress;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The view of the manager for one instance of a module on the active, where it may also write. */
public final class ActiveSideContext extends StandbySideContext implements ModuleContext {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveSideContext.class);

    /** The call of an exposed method of another module. */
    public interface RemoteCaller {
        @Nullable
        Object call(String module, String method, @Nullable Object[] args);
    }

    /** A listener for the completion of commands that this instance sent. */
    public interface CompletionListener {
        void commandCompleted(ActiveSideContext sender, String tag);
    }

    private final Progress progress = new ModuleProgress(() -> services().progress(moduleName()));
    private final RemoteCaller remote;
    private final CompletionListener completionListener;

    /** Creates the context of one instance. */
    public ActiveSideContext(LoadedModule module, ModuleCatalog catalog, HostServices services, RemoteCaller remote,
            CompletionListener completionListener) {
        super(module, catalog, services);
        this.remote = remote;
        this.completionListener = completionListener;
    }

    @Override
    public void setModuleOption(String module, String name, @Nullable String value) {
        options().set(module, name, value, "module " + moduleName());
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
    public Progress progress() {
        return progress;
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
    public ClusterView cluster() {
        return services().cluster();
    }

    @Override
    public @Nullable Object get(String name) {
        ClusterView view = cluster();
        Object data = view.get(name);
        if (data == null && !view.names().contains(name)) {
            LOG.error("module '{}' requested unknown data '{}'; known are {}", moduleName(), name, view.names());
        }
        return data;
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command, byte[] input,
            String tag) {
        var _ = services().send(moduleName(), target, command, input).whenComplete((done, failed) -> {
            result.complete(done != null ? done : HandleCommandResult.error(Errno.EIO, String.valueOf(failed)));
            if (!tag.isEmpty()) {
                completionListener.commandCompleted(this, tag);
            }
        });
    }

    @Override
    public void sendCommand(CommandResult result, CommandTarget target, String json, byte[] input, String tag) {
        sendCommand(result, target, CommandJson.parse(json), input, tag);
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
