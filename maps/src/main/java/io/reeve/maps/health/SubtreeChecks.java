package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushType;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The health checks of hosts, racks and so on of which no storage daemon is up and at least one is in; texts are those of
 * Ceph's OSDMap::check_health.
 */
final class SubtreeChecks {
    private static final CheckDefinition OSD_HOST_DOWN = CheckDefinition.warning("OSD_HOST_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_CHASSIS_DOWN = CheckDefinition.warning("OSD_CHASSIS_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_RACK_DOWN = CheckDefinition.warning("OSD_RACK_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_ROW_DOWN = CheckDefinition.warning("OSD_ROW_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_PDU_DOWN = CheckDefinition.warning("OSD_PDU_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_POD_DOWN = CheckDefinition.warning("OSD_POD_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_ROOM_DOWN = CheckDefinition.warning("OSD_ROOM_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_DATACENTER_DOWN = CheckDefinition.warning("OSD_DATACENTER_DOWN",
            Evidence.MAPS);
    private static final CheckDefinition OSD_ZONE_DOWN = CheckDefinition.warning("OSD_ZONE_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_REGION_DOWN = CheckDefinition.warning("OSD_REGION_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSD_ROOT_DOWN = CheckDefinition.warning("OSD_ROOT_DOWN", Evidence.MAPS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(OSD_HOST_DOWN, OSD_CHASSIS_DOWN, OSD_RACK_DOWN,
            OSD_ROW_DOWN, OSD_PDU_DOWN, OSD_POD_DOWN, OSD_ROOM_DOWN, OSD_DATACENTER_DOWN, OSD_ZONE_DOWN,
            OSD_REGION_DOWN, OSD_ROOT_DOWN);

    private SubtreeChecks() {}

    private static CheckDefinition definition(CrushType type) {
        return switch (type) {
            case OSD -> throw new IllegalArgumentException("a storage daemon is no bucket");
            case HOST -> OSD_HOST_DOWN;
            case CHASSIS -> OSD_CHASSIS_DOWN;
            case RACK -> OSD_RACK_DOWN;
            case ROW -> OSD_ROW_DOWN;
            case PDU -> OSD_PDU_DOWN;
            case POD -> OSD_POD_DOWN;
            case ROOM -> OSD_ROOM_DOWN;
            case DATACENTER -> OSD_DATACENTER_DOWN;
            case ZONE -> OSD_ZONE_DOWN;
            case REGION -> OSD_REGION_DOWN;
            case ROOT -> OSD_ROOT_DOWN;
        };
    }

    /** The storage daemons below a bucket. */
    private static final class Count {
        private int all;
        private int up;
        private int downAndIn;

        void add(boolean isUp, boolean isIn) {
            all++;
            up += isUp ? 1 : 0;
            downAndIn += !isUp && isIn ? 1 : 0;
        }

        boolean isDown() {
            return up == 0 && downAndIn > 0;
        }
    }

    static List<HealthCheck> of(OsdMap map) {
        if (map.osds().values().stream().allMatch(o -> o.up() || !o.in())) {
            return List.of();
        }
        Map<Integer, Count> counts = new HashMap<>();
        for (Crush.Device device : map.crush().devices().values()) {
            Osd osd = map.osds().get(device.id());
            for (Crush.Bucket bucket : map.crush().above(device.parent())) {
                counts.computeIfAbsent(bucket.id(), _ -> new Count())
                        .add(osd != null && osd.up(),
                                osd != null && osd.in());
            }
        }
        Map<CrushType, List<Crush.Bucket>> down = new EnumMap<>(CrushType.class);
        for (Crush.Bucket bucket : map.crush().buckets().values()) {
            Count count = counts.get(bucket.id());
            if (count != null && count.isDown()) {
                down.computeIfAbsent(bucket.level(), _ -> new ArrayList<>()).add(bucket);
            }
        }
        List<HealthCheck> found = new ArrayList<>();
        down.forEach((type, buckets) -> found.add(check(map, type, buckets, counts)));
        return found;
    }

    private static HealthCheck check(OsdMap map, CrushType type, List<Crush.Bucket> buckets,
            Map<Integer, Count> counts) {
        int osds = buckets.stream().mapToInt(b -> all(counts, b)).sum();
        String name = type.wireName();
        return definition(type).raised(
                Plurals.count(buckets.size(), name, name + "s") + " (" + osds + " osds) down", buckets.size(),
                buckets.stream()
                        .map(b -> name + " " + b.name()
                                + (b.parent() == 0 ? "" : " (" + map.crush().location(b.parent()) + ")") + " ("
                                + all(counts, b) + " osds) is down")
                        .toList());
    }

    private static int all(Map<Integer, Count> counts, Crush.Bucket bucket) {
        Count count = counts.get(bucket.id());
        return count == null ? 0 : count.all;
    }
}
