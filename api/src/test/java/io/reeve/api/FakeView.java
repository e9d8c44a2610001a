package io.reeve.api;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A cluster of which nothing is known but the samples of {@code osd.0}'s counter {@code a.b}. */
record FakeView(List<Sample> samples) implements ClusterView {
    @Override
    public long number() {
        return 1;
    }

    @Override
    public @Nullable Object get(String name) {
        return null;
    }

    @Override
    public SortedSet<String> names() {
        return Collections.emptySortedSet();
    }

    @Override
    public List<Server> servers() {
        return List.of();
    }

    @Override
    public Optional<Server> server(String hostname) {
        return Optional.empty();
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
        return type.equals("osd") && id.equals("0") && path.equals("a.b") ? samples : List.of();
    }

    @Override
    public Optional<Sample> latest(String type, String id, String path) {
        List<Sample> all = counter(type, id, path);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        return Collections.emptySortedMap();
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        return Collections.emptySortedMap();
    }

    @Override
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return List.of();
    }
}
