package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
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

/** A cluster that a test tells what it is. */
final class FakeCluster implements ClusterView {
    final Map<String, Object> data = new HashMap<>();
    final Map<String, Map<String, String>> metadata = new HashMap<>();
    final List<Server> servers = new ArrayList<>();
    final List<DaemonCounters> counters = new ArrayList<>();

    private record Counters(DaemonId daemon, Map<String, PerfCounter> schema, Map<String, Sample> samples)
            implements
                DaemonCounters {
        @Override
        public Optional<Sample> latest(String path) {
            return Optional.ofNullable(samples.get(path));
        }
    }

    /** Adds the counters of a daemon. */
    FakeCluster with(String daemon, Map<String, PerfCounter> schema, Map<String, Sample> samples) {
        counters.add(new Counters(DaemonId.of(daemon), schema, samples));
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
        return servers.stream().filter(s -> s.hostname().equals(hostname)).findFirst();
    }

    @Override
    public Optional<Map<String, String>> metadata(String type, String id) {
        return Optional.ofNullable(metadata.get(type + "." + id));
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
        return counters;
    }
}
