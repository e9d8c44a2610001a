package io.reeve.cluster;

import io.reeve.api.cluster.ClusterView.CounterValue;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        reporting(daemons, types).forEach(d -> out.put(d.id().name(), d.samples().values(priority)));
        return out;
    }

    /** The counters of each daemon; no value is made before it is asked for. */
    static List<DaemonCounters> lazy(DaemonTable daemons, List<String> types) {
        return reporting(daemons, types).<DaemonCounters>map(OfState::new).toList();
    }

    private static Stream<DaemonState> reporting(DaemonTable daemons, List<String> types) {
        Stream<DaemonState> chosen = types.isEmpty()
                ? daemons.stream()
                : types.stream().distinct().sorted().flatMap(daemons::ofType);
        return chosen.filter(d -> !d.samples().isEmpty());
    }

    private record OfState(DaemonState state) implements DaemonCounters {
        @Override
        public DaemonId daemon() {
            return state.id();
        }

        @Override
        public Map<String, PerfCounter> schema() {
            return state.samples().schema().byPath();
        }

        @Override
        public Optional<Sample> latest(String path) {
            return Optional.ofNullable(state.samples().latest(path));
        }
    }
}
