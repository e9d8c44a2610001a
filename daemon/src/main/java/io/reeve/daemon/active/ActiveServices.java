package io.reeve.daemon.active;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.Progress;
import io.reeve.daemon.node.Self;
import io.reeve.election.Leadership;
import io.reeve.standby.modules.StandbyServices;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthStore;
import io.reeve.store.progress.ProgressEvents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The services that the active manager gives its modules; what they write is fenced by its epoch. */
public final class ActiveServices extends StandbyServices {
    /** The sender of the commands of modules. */
    @FunctionalInterface
    public interface CommandSender {
        CompletableFuture<HandleCommandResult> send(String module, CommandTarget target, Map<String, Object> command,
                byte[] input);
    }

    private final Supplier<ClusterView> cluster;
    private final CommandSender sender;
    private final Leadership leadership;
    private final ConfigKeyStore store;
    private final HealthStore health;
    private final ClusterLog log;
    private final ProgressEvents progress;
    private final ReentrantLock urisLock = new ReentrantLock();
    @GuardedBy("urisLock")
    private final TreeMap<String, String> uris = new TreeMap<>();
    private volatile Map<String, String> published = Map.of();

    public ActiveServices(Self self, Supplier<MgrMap> map, ConfigKeyStore store, HealthStore health, ClusterLog log,
            ProgressEvents progress, Leadership leadership, Supplier<ClusterView> cluster, CommandSender sender) {
        super(self.forModules(), map, store);
        this.cluster = cluster;
        this.sender = sender;
        this.leadership = leadership;
        this.store = store;
        this.health = health;
        this.log = log;
        this.progress = progress;
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        if (value == null) {
            store.remove(leadership, key);
        } else {
            store.set(leadership, key, value);
        }
    }

    @Override
    public void setUri(String module, @Nullable String uri) {
        urisLock.lock();
        try {
            String before = uri == null ? uris.remove(module) : uris.put(module, uri);
            if (before == null ? uri != null : !before.equals(uri)) {
                leadership.publishServices(uris);
                published = Map.copyOf(uris);
            }
        } finally {
            urisLock.unlock();
        }
    }

    /** The URIs that modules have published, by module. */
    public Map<String, String> uris() {
        return published;
    }

    @Override
    public ClusterView cluster() {
        return cluster.get();
    }

    @Override
    public CompletableFuture<HandleCommandResult> send(String module, CommandTarget target,
            Map<String, Object> command, byte[] input) {
        return sender.send(module, target, command, input);
    }

    @Override
    public void setHealthChecks(String module, Collection<HealthCheck> checks) {
        health.set(module, List.copyOf(checks));
    }

    @Override
    public Progress progress(String module) {
        return progress.of(module);
    }

    @Override
    public void progressEnded(String module) {
        progress.moduleEnded(module);
    }

    /** The progress events of all modules. */
    public ProgressEvents progress() {
        return progress;
    }

    @Override
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message) {
        log.append(who, channel, priority, message);
    }

    @Override
    public long epoch() {
        return leadership.epoch();
    }

    @Override
    public boolean isFrozen() {
        return leadership.isFrozen();
    }
}
