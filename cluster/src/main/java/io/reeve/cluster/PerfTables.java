package io.reeve.cluster;

import io.reeve.api.cluster.ClusterView.CounterValue;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The counters of many daemons, by daemon name. */
final class PerfTables {
    private PerfTables() {}

    static SortedMap<String, Map<String, PerfCounter>> schema(DaemonTable daemons, String type, String id) {
        SortedMap<String, Map<String, PerfCounter>> out = new TreeMap<>();
        (type.isEmpty() ? daemons.stream() : daemons.ofType(type)).filter(d -> id.isEmpty() || d.id().id().equals(id))
                .forEach(d -> out.put(d.id().name(), d.samples().schema().byPath()));
        return out;
    }

    static SortedMap<String, Map<String, CounterValue>> values(DaemonTable daemons, int priority, List<String> types) {
        SortedMap<String, Map<String, CounterValue>> out = new TreeMap<>();
        Stream<DaemonState> chosen = types.isEmpty()
                ? daemons.stream()
                : types.stream().distinct().flatMap(daemons::ofType);
        chosen.filter(d -> !d.samples().isEmpty()).forEach(d -> out.put(d.id().name(), d.samples().values(priority)));
        return out;
    }
}
