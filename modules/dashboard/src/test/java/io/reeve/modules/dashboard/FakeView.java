package io.reeve.modules.dashboard;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A state of the cluster that a test makes. */
final class FakeView implements ClusterView {
    final Map<String, Object> data = new HashMap<>();
    final List<Server> servers = new ArrayList<>();
    final TreeMap<String, Map<String, CounterValue>> counters = new TreeMap<>();

    /** Gives a daemon a counter with this sample. */
    FakeView counter(String daemon, String path, PerfCounter.Type type, int priority, Sample sample) {
        counters.computeIfAbsent(daemon, _ -> new TreeMap<>())
                .put(path, new CounterValue(new PerfCounter(path, type, "", "of a test", priority,
                        PerfCounter.Unit.NONE, Map.of(), List.of()), sample));
        return this;
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public @Nullable Object get(String name) {
        return data.get(name);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(data.keySet());
    }

    @Override
    public List<Server> servers() {
        return servers;
    }

    @Override
    public Optional<Server> server(String hostname) {
        return servers.stream().filter(server -> server.hostname().equals(hostname)).findFirst();
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
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return List.of();
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        return new TreeMap<>();
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        return counters;
    }
}
