package io.reeve.modules.prometheus;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as it is at each call, for a scrape that may wait for its client: it holds no view, and so none of the reports
 * that daemons have replaced meanwhile. The results of two calls need not fit each other.
 */
record PresentCluster(Supplier<ClusterView> now) implements ClusterView {
    @Override
    public long number() {
        return now.get().number();
    }

    @Override
    public @Nullable Object get(String name) {
        return now.get().get(name);
    }

    @Override
    public SortedSet<String> names() {
        return now.get().names();
    }

    @Override
    public List<Server> servers() {
        return now.get().servers();
    }

    @Override
    public Optional<Server> server(String hostname) {
        return now.get().server(hostname);
    }

    @Override
    public Optional<Map<String, String>> metadata(String type, String id) {
        return now.get().metadata(type, id);
    }

    @Override
    public Optional<Map<String, String>> daemonStatus(String type, String id) {
        return now.get().daemonStatus(type, id);
    }

    @Override
    public List<Sample> counter(String type, String id, String path) {
        return now.get().counter(type, id, path);
    }

    @Override
    public Optional<Sample> latest(String type, String id, String path) {
        return now.get().latest(type, id, path);
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        return now.get().perfSchema(type, id);
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        return now.get().perfCounters(priority, types);
    }

    @Override
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return now.get().daemonCounters(types);
    }
}
