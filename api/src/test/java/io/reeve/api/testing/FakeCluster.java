package io.reeve.api.testing;

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

/** A cluster in memory, which is empty until a test fills it. */
public final class FakeCluster implements ClusterView {
    /** The data of each name. */
    public final Map<String, Object> data = new HashMap<>();
    /** The metadata of daemons, by {@code TYPE.ID}. */
    public final Map<String, Map<String, String>> metadata = new HashMap<>();
    public final List<Server> servers = new ArrayList<>();
    private final SortedMap<String, Counters> counters = new TreeMap<>();

    private record Counters(DaemonId daemon, Map<String, PerfCounter> schema, Map<String, List<Sample>> samples)
            implements
                DaemonCounters {
        @Override
        public Optional<Sample> latest(String path) {
            List<Sample> all = samples.getOrDefault(path, List.of());
            return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
        }
    }

    /** Adds a daemon with its counters, and the last sample of each that has one. */
    public FakeCluster with(String daemon, Map<String, PerfCounter> schema, Map<String, Sample> samples) {
        Map<String, List<Sample>> lists = new HashMap<>();
        samples.forEach((path, sample) -> lists.put(path, List.of(sample)));
        counters.put(daemon, new Counters(DaemonId.of(daemon), schema, lists));
        return this;
    }

    /** Gives a daemon a counter of its own with these samples, oldest first. */
    public FakeCluster counter(String daemon, String path, PerfCounter.Type type, int priority, Sample... samples) {
        Counters of = counters.computeIfAbsent(daemon,
                name -> new Counters(DaemonId.of(name), new TreeMap<>(), new HashMap<>()));
        of.schema()
                .put(path, new PerfCounter(path, type, "", "of a test", priority, PerfCounter.Unit.NONE, Map.of(),
                        List.of()));
        of.samples().put(path, List.of(samples));
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
        Counters of = counters.get(type + "." + id);
        return of == null ? List.of() : of.samples().getOrDefault(path, List.of());
    }

    @Override
    public Optional<Sample> latest(String type, String id, String path) {
        return Optional.ofNullable(counters.get(type + "." + id)).flatMap(of -> of.latest(path));
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        SortedMap<String, Map<String, PerfCounter>> all = new TreeMap<>();
        daemonCounters(type.isEmpty() ? List.of() : List.of(type)).stream()
                .filter(of -> id.isEmpty() || of.daemon().id().equals(id))
                .forEach(of -> all.put(of.daemon().name(), of.schema()));
        return all;
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        SortedMap<String, Map<String, CounterValue>> all = new TreeMap<>();
        for (DaemonCounters of : daemonCounters(types)) {
            Map<String, CounterValue> values = new TreeMap<>();
            of.schema()
                    .forEach((path, counter) -> of.latest(path)
                            .filter(_ -> counter.priority() >= priority)
                            .ifPresent(sample -> values.put(path, new CounterValue(counter, sample))));
            all.put(of.daemon().name(), values);
        }
        return all;
    }

    @Override
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return counters.values()
                .stream()
                .filter(of -> types.isEmpty() || types.contains(of.daemon().type()))
                .<DaemonCounters>map(of -> of)
                .toList();
    }
}
