package io.reeve.maps.testing;

import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes maps for tests. */
public final class MapFixture {
    static final long BYTES_16_TIB = 16L << 40;

    private MapFixture() {}

    /** The usual settings, some seconds after the start of the leadership. */
    public static GracePeriod grace(double seconds) {
        return grace(DaemonSettings.defaults(), seconds);
    }

    public static GracePeriod grace(DaemonSettings settings, double seconds) {
        return new GracePeriod(settings, settings.period(), 0, (long) (seconds * 1e9));
    }

    public static OsdMonitor.ObservedOsd observed(int id, long gid, GracePeriod.LastContact heard) {
        return new OsdMonitor.ObservedOsd(id, gid, "10.0." + id / 200 + "." + id % 200 + ":" + (30_000 + id % 977),
                heard,
                "rack=r" + id / 400, "node" + id / 20, "hdd", BYTES_16_TIB);
    }

    public static List<OsdMonitor.ObservedOsd> all(int count, long heardNanos) {
        return IntStream.range(0, count)
                .mapToObj(i -> observed(i, 0x1f_0000_0000_0000L ^ i * 0x9E37_79B9_7F4AL,
                        new GracePeriod.LastContact(true, heardNanos)))
                .toList();
    }

    /** A map with that number of storage daemons up and in, 20 to a host and 20 hosts to a rack. */
    public static OsdMap of(int count) {
        OsdMapDraft draft = new OsdMapDraft(OsdMap.empty("fsid", 1), 2);
        List<String> problems = new ArrayList<>(
                new OsdMonitor().tick(draft, all(count, 0), grace(0), Integer.MAX_VALUE));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toString());
        }
        return after(draft);
    }

    /** The map that a draft makes: the one that it began with if nothing changed. */
    public static OsdMap after(OsdMapDraft draft) {
        return draft.change().map(c -> c.apply(draft.before())).orElse(draft.before());
    }
}
