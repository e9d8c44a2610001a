package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import java.util.ArrayList;
import java.util.List;

/** The checks of storage daemons; texts are those of Ceph's OSDMap::check_health. */
final class OsdChecks {
    /** The checks that are made here. */
    enum Check implements CheckDefinition {
        OSD_DOWN(HealthCheck.Severity.WARNING, Evidence.MAPS),
        OSDMAP_FLAGS(HealthCheck.Severity.WARNING, Evidence.MAPS),
        OSD_FULL(HealthCheck.Severity.ERROR, Evidence.REPORTS),
        OSD_BACKFILLFULL(HealthCheck.Severity.WARNING, Evidence.REPORTS),
        OSD_NEARFULL(HealthCheck.Severity.WARNING, Evidence.REPORTS);

        private final HealthCheck.Severity severity;
        private final Evidence evidence;

        Check(HealthCheck.Severity severity, Evidence evidence) {
            this.severity = severity;
            this.evidence = evidence;
        }

        @Override
        public HealthCheck.Severity severity() {
            return severity;
        }

        @Override
        public Evidence evidence() {
            return evidence;
        }
    }

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
            found.add(Check.OSD_DOWN.raised(
                    Plurals.count(down.size(), "osds down", "osds down"), down.size(), down));
        }
        if (!map.flags().isEmpty()) {
            found.add(Check.OSDMAP_FLAGS.raised(
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
        add(found, Check.OSD_FULL, "full", full);
        add(found, Check.OSD_BACKFILLFULL, "backfillfull", backfillfull);
        add(found, Check.OSD_NEARFULL, "nearfull", nearfull);
        return found;
    }

    private static void add(List<HealthCheck> to, Check check, String word, List<String> which) {
        if (!which.isEmpty()) {
            to.add(check.raised(which.size() + " " + word + " osd(s)", which.size(), which));
        }
    }

    private static double used(DaemonTable daemons, int id) {
        DaemonState daemon = daemons.get(new DaemonId("osd", Integer.toString(id)));
        long size = daemon == null ? 0 : daemon.samples().last("osd.stat_bytes", 0);
        return daemon == null || size <= 0 ? 0 : daemon.samples().last("osd.stat_bytes_used", 0) / (double) size;
    }
}
