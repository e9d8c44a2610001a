package io.reeve.modules.prometheus;

import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.metrics.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counters of all daemons by the family that they belong to. It has an entry for each declaration, and not for each
 * daemon: daemons that declare the same share it.
 */
final class CounterIndex {
    /** The number of a counter that a family tells. */
    enum Part {
        VALUE, SUM, COUNT, HISTOGRAM
    }

    /**
     * A counter of some daemons.
     *
     * @param daemons those that declare it
     * @param labels  its labels, names and values in turn
     */
    @SuppressWarnings("ArrayRecordComponent") // shared and never changed
    record Place(List<DaemonId> daemons, String path, PerfCounter counter, Part part, String[] labels) {}

    /** A family, with the type and the description of the first counter that was found for it. */
    record Family(String name, MetricType type, String help, List<Place> places) {}

    private final SortedMap<String, Family> families = new TreeMap<>();
    private final int priority;
    private int leftOut;

    private CounterIndex(int priority) {
        this.priority = priority;
    }

    static CounterIndex of(List<DaemonCounters> all, int priority) {
        IdentityHashMap<Map<String, PerfCounter>, List<DaemonId>> groups = new IdentityHashMap<>();
        List<Map<String, PerfCounter>> schemas = new ArrayList<>();
        for (DaemonCounters daemon : all) {
            groups.computeIfAbsent(daemon.schema(), schema -> {
                schemas.add(schema);
                return new ArrayList<>();
            }).add(daemon.daemon());
        }
        CounterIndex index = new CounterIndex(priority);
        schemas.forEach(schema -> index.add(schema, groups.getOrDefault(schema, List.of())));
        return index;
    }

    /** The families, by name. */
    Collection<Family> families() {
        return families.values();
    }

    /** The number of declarations that are not in it, because another has the same name, or one that contradicts it. */
    int leftOut() {
        return leftOut;
    }

    private void add(Map<String, PerfCounter> schema, List<DaemonId> daemons) {
        Set<String> taken = new HashSet<>();
        schema.forEach((path, counter) -> {
            if (counter.priority() >= priority) {
                add(path, counter, daemons, taken);
            }
        });
    }

    private void add(String path, PerfCounter counter, List<DaemonId> daemons, Set<String> taken) {
        String[] labels = CounterNames.labels(counter.labels());
        String name = CounterNames.metric(counter.path());
        if (!taken.add(name + Arrays.toString(labels))) {
            leftOut++;
            return;
        }
        switch (counter.type()) {
            case GAUGE, TIME -> put(name, MetricType.GAUGE, "", new Place(daemons, path, counter, Part.VALUE, labels));
            case COUNTER -> put(name, MetricType.COUNTER, "", new Place(daemons, path, counter, Part.VALUE, labels));
            case LONGRUNAVG, TIME_AVG -> {
                put(name + "_sum", MetricType.COUNTER, " Total",
                        new Place(daemons, path, counter, Part.SUM, labels));
                put(name + "_count", MetricType.COUNTER, " Count",
                        new Place(daemons, path, counter, Part.COUNT, labels));
            }
            case HISTOGRAM -> put(name, MetricType.HISTOGRAM, "",
                    new Place(daemons, path, counter, Part.HISTOGRAM, labels));
        }
    }

    private void put(String name, MetricType type, String what, Place place) {
        Family family = families.computeIfAbsent(name,
                _ -> new Family(name, type, place.counter().description() + what, new ArrayList<>()));
        Part first = family.places().isEmpty() ? place.part() : family.places().getFirst().part();
        if (first == place.part()) {
            family.places().add(place);
        } else {
            leftOut++;
        }
    }
}
