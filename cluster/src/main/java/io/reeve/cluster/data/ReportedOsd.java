package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.StateParts.OsdMapSummary;
import io.reeve.cluster.StateParts.OsdSummary;
import io.reeve.cluster.daemon.DaemonState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage daemon that has reported and is in the OSD map; while there is no map, any that has reported.
 *
 * @param mapped its entry in the map; null while there is no map
 */
record ReportedOsd(int id, DaemonState daemon, @Nullable OsdSummary mapped) {
    static final Set<StatePart<?>> PARTS = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS);
    static final Set<StatePart<?>> WITH_COUNTERS = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.COUNTERS);

    static List<ReportedOsd> of(DataInputs in) {
        @Nullable
        OsdMapSummary map = in.part(StateParts.OSDS);
        return in.daemons()
                .ofType("osd")
                .filter(d -> d.id().id().matches("\\d{1,9}"))
                .map(d -> joined(d, map))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(ReportedOsd::id))
                .toList();
    }

    private static @Nullable ReportedOsd joined(DaemonState daemon, @Nullable OsdMapSummary map) {
        int id = Integer.parseInt(daemon.id().id());
        if (map == null) {
            return new ReportedOsd(id, daemon, null);
        }
        OsdSummary mapped = map.osds().get(id);
        return mapped == null ? null : new ReportedOsd(id, daemon, mapped);
    }

    /** Whether it is up. */
    boolean up() {
        return mapped == null ? daemon.presence() == DaemonState.Presence.REPORTING : mapped.up();
    }

    /** Whether it is in, so that its space counts. */
    boolean in() {
        return mapped == null || mapped.in();
    }

    boolean hasSpace() {
        return daemon.samples().last(SpaceCounters.BYTES, -1) >= 0;
    }

    long total() {
        return daemon.samples().last(SpaceCounters.BYTES, 0);
    }

    long used() {
        return daemon.samples().last(SpaceCounters.USED, total() - daemon.samples().last(SpaceCounters.AVAILABLE, 0));
    }

    long available() {
        return daemon.samples().last(SpaceCounters.AVAILABLE, total() - used());
    }

    String deviceClass() {
        String told = daemon.metadata("default_device_class");
        return mapped != null && !mapped.deviceClass().isEmpty() ? mapped.deviceClass() : told;
    }

    /** The pools of the map. */
    static List<StateParts.PoolSummary> pools(DataInputs in) {
        @Nullable
        OsdMapSummary map = in.part(StateParts.OSDS);
        return map == null ? List.of() : map.pools();
    }

    /** The space of storage daemons, in bytes. */
    record Space(long total, long used, long available, int osds) {
        static Space of(List<ReportedOsd> all) {
            List<ReportedOsd> counted = all.stream().filter(ReportedOsd::in).filter(ReportedOsd::hasSpace).toList();
            return new Space(counted.stream().mapToLong(ReportedOsd::total).sum(),
                    counted.stream().mapToLong(ReportedOsd::used).sum(),
                    counted.stream().mapToLong(ReportedOsd::available).sum(),
                    counted.size());
        }

        double ratio() {
            return total == 0 ? 0 : (double) used / total;
        }
    }

    /** The storage daemons by the class of their devices. */
    static Map<String, List<ReportedOsd>> byClass(List<ReportedOsd> all) {
        return all.stream()
                .filter(o -> !o.deviceClass().isEmpty())
                .collect(java.util.stream.Collectors.groupingBy(ReportedOsd::deviceClass, java.util.TreeMap::new,
                        java.util.stream.Collectors.toList()));
    }
}
