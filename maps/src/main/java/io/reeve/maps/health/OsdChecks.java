package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.SpaceCounters;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import java.util.ArrayList;
import java.util.List;

/** The health checks of storage daemons; texts are those of Ceph's OSDMap::check_health. */
final class OsdChecks {
    private static final CheckDefinition OSD_DOWN = CheckDefinition.warning("OSD_DOWN", Evidence.MAPS);
    private static final CheckDefinition OSDMAP_FLAGS = CheckDefinition.warning("OSDMAP_FLAGS", Evidence.MAPS);
    private static final CheckDefinition OSD_FULL = CheckDefinition.error("OSD_FULL", Evidence.REPORTS);
    private static final CheckDefinition OSD_BACKFILLFULL = CheckDefinition.warning("OSD_BACKFILLFULL",
            Evidence.REPORTS);
    private static final CheckDefinition OSD_NEARFULL = CheckDefinition.warning("OSD_NEARFULL", Evidence.REPORTS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(OSD_DOWN, OSDMAP_FLAGS, OSD_FULL, OSD_BACKFILLFULL,
            OSD_NEARFULL);

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
        return found;
    }

    private static String location(OsdMap map, int id) {
        List<String> words = new ArrayList<>();
        Crush.Device device = map.crush().devices().get(id);
        for (int above = device == null ? 0 : device.parent(); above != 0;) {
            Crush.Bucket bucket = map.crush().buckets().get(above);
            if (bucket == null) {
                break;
            }
            words.addFirst(bucket.typeName() + "=" + bucket.name());
            above = bucket.parent();
        }
        return String.join(",", words);
    }

    static List<HealthCheck> ofSpace(OsdMap map, DaemonTable daemons) {
        List<String> nearfull = new ArrayList<>();
        List<String> backfillfull = new ArrayList<>();
        List<String> full = new ArrayList<>();
        OsdMap.Ratios ratios = map.ratios();
        for (Osd osd : map.osds().values()) {
            double used = osd.in() && osd.up() ? used(daemons, osd.id()) : 0;
            String name = "osd." + osd.id();
            if (used >= ratios.full()) {
                full.add(name + " is full");
            } else if (used >= ratios.backfillfull()) {
                backfillfull.add(name + " is backfill full");
            } else if (used >= ratios.nearfull()) {
                nearfull.add(name + " is near full");
            }
        }
        List<HealthCheck> found = new ArrayList<>();
        add(found, OSD_FULL, "full", full);
        add(found, OSD_BACKFILLFULL, "backfillfull", backfillfull);
        add(found, OSD_NEARFULL, "nearfull", nearfull);
        return found;
    }

    private static void add(List<HealthCheck> to, CheckDefinition check, String word, List<String> which) {
        if (!which.isEmpty()) {
            to.add(check.raised(which.size() + " " + word + " osd(s)", which.size(), which));
        }
    }

    private static double used(DaemonTable daemons, int id) {
        DaemonState daemon = daemons.get(new DaemonId("osd", Integer.toString(id)));
        long size = daemon == null ? 0 : daemon.samples().last(SpaceCounters.BYTES, 0);
        return daemon == null || size <= 0 ? 0 : daemon.samples().last(SpaceCounters.USED, 0) / (double) size;
    }
}
