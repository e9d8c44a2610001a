package io.reeve.maps.health;

import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.data.OsdSpace;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fullness of a storage daemon, by the thresholds of the map. */
enum Fullness {
    NEARFULL("near full"), BACKFILLFULL("backfill full"), FULL("full");

    private final String text;

    Fullness(String text) {
        this.text = text;
    }

    /** The words in which a check says it of a storage daemon. */
    String text() {
        return text;
    }

    /** The storage daemons that are up, in and at least nearly full. */
    static SortedMap<Integer, Fullness> ofOsds(OsdMap map, DaemonTable daemons) {
        SortedMap<Integer, Fullness> found = new TreeMap<>();
        for (Osd osd : map.osds().values()) {
            DaemonState daemon = osd.in() && osd.up() ? daemons.get(OsdId.daemon(osd.id())) : null;
            Fullness fullness = daemon == null
                    ? null
                    : of(OsdSpace.of(daemon).map(OsdSpace::ratio).orElse(0.0), map.ratios());
            if (fullness != null) {
                found.put(osd.id(), fullness);
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }

    private static @Nullable Fullness of(double used, OsdMap.Ratios ratios) {
        if (used >= ratios.full()) {
            return FULL;
        }
        return used >= ratios.backfillfull() ? BACKFILLFULL : used >= ratios.nearfull() ? NEARFULL : null;
    }
}
