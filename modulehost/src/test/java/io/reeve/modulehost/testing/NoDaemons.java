package io.reeve.modulehost.testing;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster of one host, {@code host}, in which nothing reports; it knows the name {@code known} and some of the real ones. */
public final class NoDaemons implements ClusterView {
    private static final Server HOST = new Server("host", List.of(new Server.Service("mgr", "a", "0.1")), "0.1");

    @Override
    public long number() {
        return 1;
    }

    @Override
    public @Nullable Object get(String name) {
        return names().contains(name) ? Map.of("a", 1) : null;
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(List.of("known", "mgr_map", "osd_metadata"));
    }

    @Override
    public List<Server> servers() {
        return List.of(HOST);
    }

    @Override
    public Optional<Server> server(String hostname) {
        return hostname.equals(HOST.hostname()) ? Optional.of(HOST) : Optional.empty();
    }

    @Override
    public Optional<Map<String, String>> metadata(String type, String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Map<String, String>> daemonStatus(String type, String id) {
        return Optional.empty();
    }

    @Override
    public List<Sample> counter(String type, String id, String path) {
        return List.of();
    }

    @Override
    public Optional<Sample> latest(String type, String id, String path) {
        return Optional.empty();
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        return new TreeMap<>();
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        return new TreeMap<>();
    }

    @Override
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return List.of();
    }
}
