package io.reeve.modulehost.instance;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.options.ConfigKeys;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the module host needs of the manager that it runs in. Keys are whole config-key names: a module's store is under
 * {@code mgr/NAME/}, its options under {@code config/mgr/NAME/}. All calls may be made from any thread; reads never block;
 * writes block until persisted and throw the exceptions of {@link io.reeve.api.MgrModule#setStore}.
 */
public interface HostServices extends ConfigKeys {
    String mgrIp();

    String hostname();

    String version();

    MgrMap mgrMap();

    /** Only on the active: the cluster's state, from memory. */
    ClusterView cluster();

    /**
     * Only on the active: sends a command of a module; does not block. The future never fails and always ends.
     *
     * @param command {@code prefix} and arguments
     */
    CompletableFuture<HandleCommandResult> send(String module, CommandTarget target, Map<String, Object> command,
            byte[] input);

    /** Only on the active: publishes a module's URI, or takes it back with null. */
    void setUri(String module, @Nullable String uri);

    /** Only on the active: replaces the health checks of a module. Does not block. */
    void setHealthChecks(String module, Collection<HealthCheck> checks);

    /** Only on the active: a line for the cluster log. Does not block. */
    void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message);

    /** The fencing epoch of this leadership; on a standby the epoch of the map. */
    long epoch();

    boolean isFrozen();
}
