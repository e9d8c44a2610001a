package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.osd.OsdMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The health checks of storage daemons; texts are those of Ceph's OSDMap::check_health. */
final class OsdChecks {
    private static final CheckDefinition OSD_DOWN = CheckDefinition.warning("OSD_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSDMAP_FLAGS = CheckDefinition.warning("OSDMAP_FLAGS", Evidence.MAPS);
    private static final CheckDefinition OSD_FULL = CheckDefinition.error("OSD_FULL", Evidence.REPORTS);
    private static final CheckDefinition OSD_BACKFILLFULL = CheckDefinition.warning("OSD_BACKFILLFULL",
            Evidence.REPORTS);
    private static final CheckDefinition OSD_NEARFULL = CheckDefinition.warning("OSD_NEARFULL", Evidence.REPORTS);
    private static final CheckDefinition OSD_ORPHAN = CheckDefinition.warning("OSD_ORPHAN", Evidence.MAPS);
    private static final CheckDefinition OSD_ALL_OUT = CheckDefinition.error("OSD_ALL_OUT", Evidence.MAPS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(OSD_DOWN, OSDMAP_FLAGS, OSD_FULL, OSD_BACKFILLFULL,
            OSD_NEARFULL, OSD_ORPHAN, OSD_ALL_OUT);

    private OsdChecks() {}

    static List<HealthCheck> ofMap(OsdMap map) {
        List<HealthCheck> found = new ArrayList<>();
        List<String> down = map.osds()
                .values()
                .stream()
                .filter(o -> o.in() && !o.up())
                .map(o -> "osd." + o.id() + " (" + location(map, o.id()) + ") is down")
                .toList();
        if (!down.isEmpty()) {
            found.add(OSD_DOWN.raised(
                    Plurals.count(down.size(), "osds down", "osds down"), down.size(), down));
        }
        if (!map.flags().isEmpty()) {
            found.add(OSDMAP_FLAGS.raised(
                    String.join(",", map.flags()) + " flag(s) set", map.flags().size(), List.of()));
        }
        found.addAll(orphans(map));
        found.addAll(allOut(map));
        return found;
    }

    private static List<HealthCheck> orphans(OsdMap map) {
        List<String> orphans = map.crush()
                .devices()
                .keySet()
                .stream()
                .filter(id -> !map.osds().containsKey(id))
                .map(id -> "osd." + id + " exists in crush map but not in osdmap")
                .toList();
        return orphans.isEmpty()
                ? List.of()
                : List.of(OSD_ORPHAN.raised(orphans.size() + " osds exist in the crush map but not in the osdmap",
                        orphans.size(), orphans));
    }

    /** Ceph has no check of its own for this: there its placement groups tell. */
    private static List<HealthCheck> allOut(OsdMap map) {
        int all = map.osds().size();
        return map.pools().isEmpty() || all == 0 || map.countIn() > 0
                ? List.of()
                : List.of(OSD_ALL_OUT.raised("no osd is in: " + Plurals.count(all, "osd is", "osds are") + " out", all,
                        List.of()));
    }

    private static String location(OsdMap map, int id) {
        Crush.Device device = map.crush().devices().get(id);
        return device == null ? "" : map.crush().location(device.parent());
    }

    static List<HealthCheck> ofSpace(OsdMap map, DaemonTable daemons) {
        Map<Fullness, List<String>> osds = new EnumMap<>(Fullness.class);
        Fullness.ofOsds(map, daemons)
                .forEach((id, fullness) -> osds.computeIfAbsent(fullness, _ -> new ArrayList<>())
                        .add("osd." + id + " is " + fullness.text()));
        List<HealthCheck> found = new ArrayList<>();
        add(found, OSD_FULL, "full", osds.getOrDefault(Fullness.FULL, List.of()));
        add(found, OSD_BACKFILLFULL, "backfillfull", osds.getOrDefault(Fullness.BACKFILLFULL, List.of()));
        add(found, OSD_NEARFULL, "nearfull", osds.getOrDefault(Fullness.NEARFULL, List.of()));
        return found;
    }

    private static void add(List<HealthCheck> to, CheckDefinition check, String word, List<String> which) {
        if (!which.isEmpty()) {
            to.add(check.raised(which.size() + " " + word + " osd(s)", which.size(), which));
        }
    }
}
