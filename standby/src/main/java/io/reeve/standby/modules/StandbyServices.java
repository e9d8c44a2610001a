package io.reeve.standby.modules;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.Progress;
import io.reeve.modulehost.instance.HostServices;
import io.reeve.store.configkey.ConfigKeyStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The services of a manager that stands by, for its modules: to read, not to write. */
public class StandbyServices implements HostServices {
    /**
     * This manager, as modules are told of it.
     *
     * @param ip   the address under which others reach it
     * @param host the host's name
     */
    public record ThisManager(String name, String ip, String host, String version) {}

    private final ThisManager self;
    private final Supplier<MgrMap> map;
    private final ConfigKeyStore store;

    public StandbyServices(ThisManager self, Supplier<MgrMap> map, ConfigKeyStore store) {
        this.self = self;
        this.map = map;
        this.store = store;
    }

    @Override
    public String mgrId() {
        return self.name();
    }

    @Override
    public String mgrIp() {
        return self.ip();
    }

    @Override
    public String hostname() {
        return self.host();
    }

    @Override
    public String version() {
        return self.version();
    }

    @Override
    public MgrMap mgrMap() {
        return map.get();
    }

    @Override
    public ClusterView cluster() {
        throw standby("tell of the cluster's state");
    }

    @Override
    public CompletableFuture<HandleCommandResult> send(String module, CommandTarget target,
            Map<String, Object> command, byte[] input) {
        throw standby("send a command of module '" + module + "'");
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key);
    }

    @Override
    public SortedMap<String, byte[]> prefix(String prefix) {
        return store.prefix(prefix);
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        throw standby("write key '" + key + "'");
    }

    @Override
    public void setUri(String module, @Nullable String uri) {
        throw standby("publish a URI of module '" + module + "'");
    }

    @Override
    public void setHealthChecks(String module, Collection<HealthCheck> checks) {
        throw standby("set health checks of module '" + module + "'");
    }

    @Override
    public Progress progress(String module) {
        throw standby("show what module '" + module + "' does");
    }

    @Override
    public void progressEnded(String module) {
        throw standby("show what module '" + module + "' did");
    }

    @Override
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message) {
        throw standby("write to the cluster log");
    }

    private NotActiveException standby(String what) {
        return new NotActiveException("manager " + self.name() + " stands by and cannot " + what);
    }

    @Override
    public long epoch() {
        return map.get().epoch();
    }

    @Override
    public boolean isFrozen() {
        return false;
    }
}
