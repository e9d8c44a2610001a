package io.reeve.api;

import io.reeve.api.cluster.MgrMap;
import java.net.URI;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The manager's side of a {@link MgrModule}. Handed to a module's constructor; a module author only passes it to
 * {@code super}. See {@link MgrModule} for what the calls mean. Implemented by the manager, and by tests of a module.
 */
public interface ModuleContext extends StandbyContext {
    void setModuleOption(String module, String name, @Nullable String value);

    OptionValue moduleOptionOf(String module, String name);

    void setStore(String key, byte @Nullable [] value);

    void setUri(@Nullable URI uri);

    void setHealthChecks(Collection<HealthCheck> checks);

    void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String message);

    @Nullable
    Object remote(String module, String method, @Nullable Object... args);

    MgrMap mgrMap();

    long epoch();

    boolean isFrozen();
}
