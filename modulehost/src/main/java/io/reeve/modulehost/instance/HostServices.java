package io.reeve.modulehost.instance;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.Progress;
import io.reeve.modulehost.options.ConfigKeys;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The services of the manager for its modules. Keys are whole config-key names: the store of a module is below
 * {@code mgr/NAME/}, its options are below {@code config/mgr/NAME/}. All methods may be called from any thread. Reads never
 * block; writes block until persisted and throw the exceptions of {@link io.reeve.api.MgrModule#setStore}.
 */
public interface HostServices extends ConfigKeys {
    /** The IP address of this manager. */
    String mgrIp();

    /** The name of this host. */
    String hostname();

    /** The version of Reeve. */
    String version();

    /** The manager map, from memory. */
    MgrMap mgrMap();

    /** The state of the cluster, from memory; only on the active. */
    ClusterView cluster();

    /**
     * Sends a command of a module; only on the active. Does not block. The future always completes, never exceptionally.
     *
     * @param command {@code prefix} and the arguments
     */
    CompletableFuture<HandleCommandResult> send(String module, CommandTarget target, Map<String, Object> command,
            byte[] input);

    /** Publishes the URI of a module, or withdraws it with null; only on the active. Blocks until persisted. */
    void setUri(String module, @Nullable String uri);

    /** Replaces the health checks of a module; only on the active. Does not block. */
    void setHealthChecks(String module, Collection<HealthCheck> checks);

    /** The progress events of a module; only on the active. Its methods do not block. */
    Progress progress(String module);

    /** Takes notice that an instance of a module has ended, and with it what it did; only on the active. Does not block. */
    void progressEnded(String module);

    /** Appends a line to the cluster log; only on the active. Does not block. */
    void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message);

    /** The fencing epoch of this leadership; on a standby, the epoch of the map. */
    long epoch();

    /** Whether this manager is frozen. */
    boolean isFrozen();
}
