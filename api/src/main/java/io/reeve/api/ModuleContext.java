package io.reeve.api;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.progress.Progress;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manager as seen by a {@link MgrModule}. A module's constructor gets it and only passes it to {@code super}. It is
 * implemented by the manager, and by tests of modules. The methods of {@link MgrModule} with similar names describe
 * these.
 */
public interface ModuleContext extends StandbyContext {
    void setModuleOption(String module, String name, @Nullable String value);

    OptionValue moduleOptionOf(String module, String name);

    void setStore(String key, byte @Nullable [] value);

    void setUri(@Nullable URI uri);

    void setHealthChecks(Collection<HealthCheck> checks);

    /** The progress events of this module. */
    Progress progress();

    void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message);

    @Nullable
    Object remote(String module, String method, @Nullable Object... args);

    MgrMap mgrMap();

    ClusterView cluster();

    @Nullable
    Object get(String name);

    void sendCommand(CommandResult result, CommandTarget target, Map<String, Object> command, byte[] input, String tag);

    void sendCommand(CommandResult result, CommandTarget target, String json, byte[] input, String tag);

    long epoch();

    boolean isFrozen();
}
