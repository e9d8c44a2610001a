package io.reeve.modulehost.testing;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.testing.FakeCluster;
import io.reeve.api.testing.FakeProgress;
import io.reeve.modulehost.instance.HostServices;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A manager called {@code a}, in memory. */
public final class FakeServices implements HostServices {
    public final ConcurrentSkipListMap<String, byte[]> store = new ConcurrentSkipListMap<>();
    public final Map<String, String> uris = new ConcurrentHashMap<>();
    public final Map<String, Collection<HealthCheck>> checks = new ConcurrentHashMap<>();
    public final List<String> clusterLog = new CopyOnWriteArrayList<>();
    /** The progress events of each module. */
    public final Map<String, FakeProgress> progress = new ConcurrentHashMap<>();
    /** The modules of which an instance has ended, in order. */
    public final List<String> progressEnded = new CopyOnWriteArrayList<>();
    private volatile MgrMap map = map(null);

    public void put(String key, String value) {
        store.put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    public @Nullable String text(String key) {
        return get(key).map(b -> new String(b, StandardCharsets.UTF_8)).orElse(null);
    }

    /** Another manager, {@code b}, is the active one. */
    public void activeIsB(String url, boolean available, Map<String, String> services) {
        map = map(new MgrMap.Active(
                new MgrMap.Manager("b", 2, "host", 1, url, "127.0.0.1:1", "0.1", 0, List.of(), Map.of()), 7,
                Instant.EPOCH, available, services));
    }

    public void noActive() {
        map = map(null);
    }

    private static MgrMap map(MgrMap.@Nullable Active active) {
        return new MgrMap("test", "fsid", 7, false, active, Instant.EPOCH, List.of(), List.of());
    }

    public volatile ClusterView view = host();
    public final List<String> sent = new CopyOnWriteArrayList<>();
    public final List<CompletableFuture<HandleCommandResult>> answers = new CopyOnWriteArrayList<>();

    /** A cluster of one host, in which nothing reports; it knows the name {@code known} and some of the real ones. */
    private static ClusterView host() {
        FakeCluster cluster = new FakeCluster();
        cluster.servers.add(new Server("host", List.of(new Server.Service("mgr", "a", "0.1")), "0.1"));
        for (String name : List.of("known", "mgr_map", "osd_metadata")) {
            cluster.data.put(name, Map.of("a", 1));
        }
        return cluster;
    }

    @Override
    public ClusterView cluster() {
        return view;
    }

    @Override
    public CompletableFuture<HandleCommandResult> send(String module, CommandTarget target,
            Map<String, Object> command, byte[] input) {
        if ("health".equals(command.get("prefix"))) {
            return CompletableFuture.completedFuture(HandleCommandResult.ok("{}"));
        }
        if (target.equals(CommandTarget.daemon("nosuch", "0"))) {
            return CompletableFuture
                    .completedFuture(HandleCommandResult.error(Errno.ENXIO, "nosuch.0 does not report"));
        }
        CompletableFuture<HandleCommandResult> answer = new CompletableFuture<>();
        sent.add(module + " > " + target + " " + command);
        answers.add(answer);
        return answer;
    }

    @Override
    public String mgrId() {
        return "a";
    }

    @Override
    public String mgrIp() {
        return "127.0.0.1";
    }

    @Override
    public String hostname() {
        return "host";
    }

    @Override
    public String version() {
        return "0.1";
    }

    @Override
    public MgrMap mgrMap() {
        return map;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(store.get(key));
    }

    @Override
    public SortedMap<String, byte[]> prefix(String prefix) {
        return new TreeMap<>(store.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        if (value == null) {
            store.remove(key);
        } else {
            store.put(key, value);
        }
    }

    @Override
    public void setUri(String module, @Nullable String uri) {
        if (uri == null) {
            uris.remove(module);
        } else {
            uris.put(module, uri);
        }
    }

    @Override
    public void setHealthChecks(String module, Collection<HealthCheck> all) {
        checks.put(module, all);
    }

    @Override
    public FakeProgress progress(String module) {
        return progress.computeIfAbsent(module, _ -> new FakeProgress());
    }

    @Override
    public void progressEnded(String module) {
        progressEnded.add(module);
    }

    @Override
    public void clusterLog(ClusterLogChannel channel, ClusterLogPriority priority, String who, String message) {
        clusterLog.add(channel.wireName() + " " + priority.wireName() + " " + who + " " + message);
    }

    @Override
    public long epoch() {
        return map.epoch();
    }

    @Override
    public boolean isFrozen() {
        return false;
    }
}
