package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.StateParts.OsdMapSummary;
import io.reeve.cluster.StateParts.OsdSummary;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.OsdId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
                .filter(d -> OsdId.isValid(d.id().id()))
                .map(d -> joined(d, map))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(ReportedOsd::id))
                .toList();
    }

    private static @Nullable ReportedOsd joined(DaemonState daemon, @Nullable OsdMapSummary map) {
        int id = OsdId.of(daemon);
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

    /** Its space; empty if it has not reported any. */
    Optional<OsdSpace> space() {
        return OsdSpace.of(daemon);
    }

    /** The class of its device: that of the hierarchy, which a command may have changed or taken away; empty for none. */
    String deviceClass() {
        return mapped == null ? daemon.metadata("default_device_class") : mapped.deviceClass();
    }

    /** The pools of the map. */
    static List<StateParts.PoolSummary> pools(DataInputs in) {
        @Nullable
        OsdMapSummary map = in.part(StateParts.OSDS);
        return map == null ? List.of() : map.pools();
    }

    /** The space of those that are in. */
    static OsdSpace space(List<ReportedOsd> all) {
        return OsdSpace.sum(all.stream().filter(ReportedOsd::in).flatMap(o -> o.space().stream()).toList());
    }

    /** The storage daemons by the class of their devices. */
    static Map<String, List<ReportedOsd>> byClass(List<ReportedOsd> all) {
        return all.stream()
                .filter(o -> !o.deviceClass().isEmpty())
                .collect(java.util.stream.Collectors.groupingBy(ReportedOsd::deviceClass, java.util.TreeMap::new,
                        java.util.stream.Collectors.toList()));
    }
}
