package io.reeve.maps.osd;

import io.reeve.maps.crush.Crush;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The storage daemons, pools and crush hierarchy of a cluster at one epoch. It holds only durable facts, such as which
 * daemons are up and in; what changes with each report is not in it.
 *
 * @param epoch  0 before the first change
 * @param fsid   the cluster's unique id
 * @param times  when it changed
 * @param osds   by id
 * @param flags  set by {@code osd set}
 * @param pools  by id
 * @param poolMax the highest id that a pool ever had
 * @param crush  the hierarchy
 * @param ratios the thresholds for full storage daemons
 */
public record OsdMap(long epoch, String fsid, Times times, SortedMap<Integer, Osd> osds, SortedSet<String> flags,
        SortedMap<Integer, Pool> pools, int poolMax, Crush crush, Ratios ratios) {

    public OsdMap {
        osds = Collections.unmodifiableSortedMap(osds);
        flags = Collections.unmodifiableSortedSet(flags);
        pools = Collections.unmodifiableSortedMap(pools);
    }

    /** The times when the map was made and last changed, in milliseconds since 1970; 0 for never. */
    public record Times(long created, long modified, long lastUp, long lastIn) {}

    /** The parts of its capacity, 0 to 1, from which a storage daemon is nearly full, too full for recovery, and full. */
    public record Ratios(double nearfull, double backfillfull, double full) {
        /** Ceph's defaults. */
        public static final Ratios DEFAULT = new Ratios(0.85, 0.9, 0.95);

        public Ratios {
            if (!(0 < nearfull && nearfull <= backfillfull && backfillfull <= full && full <= 1)) {
                throw new IllegalArgumentException("ratios must be 0 < nearfull <= backfillfull <= full <= 1, not "
                        + nearfull + ", " + backfillfull + ", " + full);
            }
        }
    }

    /** The map of a cluster without storage daemons. */
    public static OsdMap empty(String fsid, long millis) {
        return new OsdMap(0, fsid, new Times(millis, millis, 0, 0), new TreeMap<>(), new TreeSet<>(), new TreeMap<>(),
                0, Crush.EMPTY, Ratios.DEFAULT);
    }

    /** The same map under another epoch. */
    public OsdMap at(long other) {
        return other == epoch ? this : new OsdMap(other, fsid, times, osds, flags, pools, poolMax, crush, ratios);
    }

    /** The number of storage daemons that are up. */
    public long countUp() {
        return osds.values().stream().filter(Osd::up).count();
    }

    /** The number of storage daemons that are in. */
    public long countIn() {
        return osds.values().stream().filter(Osd::in).count();
    }

    /** The pool of this name. */
    public Optional<Pool> pool(String name) {
        return pools.values().stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
