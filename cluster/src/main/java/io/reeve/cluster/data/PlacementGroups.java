package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The placement groups, as the storage daemons that hold them report them; each is listed once.
 *
 * @param all by pool and number
 */
record PlacementGroups(List<Group> all) {
    static final Set<StatePart<?>> PARTS = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.GROUPS);
    /** An internal data name, so that the groups are made once for all names that use them. */
    static final DataName DATA = new DataName(" groups", PARTS, PlacementGroups::make);

    /**
     * One placement group.
     *
     * @param state  as its primary reports it; {@code stale+…} with the last state if none of its storage daemons is up
     * @param acting the storage daemons that are up and hold it; the first one is the primary
     * @param copies the number of objects in all copies
     * @param raw    the bytes in all copies
     */
    record Group(String pgid, int pool, long number, String state, long objects, long bytes, List<Integer> acting,
            long copies, long raw) {}

    private record Copy(ReportedOsd osd, PlacementGroup group) {}

    static PlacementGroups of(DataInputs in) {
        return (PlacementGroups) in.made(DATA);
    }

    private static PlacementGroups make(DataInputs in) {
        Map<String, List<Copy>> copies = new HashMap<>();
        for (ReportedOsd osd : ReportedOsd.of(in)) {
            for (PlacementGroup group : osd.daemon().facts().groups()) {
                copies.computeIfAbsent(group.pgid(), _ -> new ArrayList<>()).add(new Copy(osd, group));
            }
        }
        List<Group> all = new ArrayList<>(copies.size());
        copies.forEach((pgid, held) -> all.add(group(pgid, held)));
        all.sort(Comparator.comparingInt(Group::pool).thenComparingLong(Group::number).thenComparing(Group::pgid));
        return new PlacementGroups(List.copyOf(all));
    }

    private static Group group(String pgid, List<Copy> held) {
        List<Copy> up = held.stream().filter(c -> c.osd().up()).toList();
        PlacementGroup first = (up.isEmpty() ? held : up).getFirst().group();
        int dot = pgid.indexOf('.');
        return new Group(pgid, (int) number(pgid.substring(0, Math.max(dot, 0)), 10),
                number(pgid.substring(dot + 1), 16), (up.isEmpty() ? "stale+" : "") + first.state(), first.objects(),
                first.bytes(), up.stream().map(c -> c.osd().id()).toList(),
                held.stream().mapToLong(c -> c.group().objects()).sum(),
                held.stream().mapToLong(c -> c.group().bytes()).sum());
    }

    private static long number(String text, int radix) {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            return -1; // not Ceph's form of a name: kept as it is
        }
    }

    /** The number of groups in each state. */
    static SortedMap<String, Integer> states(List<Group> groups) {
        SortedMap<String, Integer> states = new TreeMap<>();
        groups.forEach(g -> states.merge(g.state(), 1, Integer::sum));
        return states;
    }

    SortedMap<Integer, List<Group>> byPool() {
        SortedMap<Integer, List<Group>> pools = new TreeMap<>();
        all.forEach(g -> pools.computeIfAbsent(g.pool(), _ -> new ArrayList<>()).add(g));
        return pools;
    }

    SortedMap<Integer, List<Group>> byOsd() {
        SortedMap<Integer, List<Group>> osds = new TreeMap<>();
        all.forEach(g -> g.acting().forEach(o -> osds.computeIfAbsent(o, _ -> new ArrayList<>()).add(g)));
        return osds;
    }
}
