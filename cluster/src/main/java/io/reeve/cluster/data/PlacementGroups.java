package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.PgId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The placement groups, as the storage daemons that hold them report them; each is listed once.
 *
 * @param all by pool and number
 */
public record PlacementGroups(List<Group> all) {
    static final Set<StatePart<?>> PARTS = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.GROUPS);
    /** An internal data name, so that the groups are made once for all names that use them. */
    static final DataName DATA = new DataName(" groups", PARTS, PlacementGroups::make);

    /**
     * One placement group.
     *
     * @param state   as its primary reports it; {@code stale+…} with the last state if none of its storage daemons is up,
     *                {@code undersized+degraded+…} if some are down and its pool wants more copies
     * @param acting  the storage daemons that are up and hold it; the first one is the primary
     * @param holders all storage daemons that hold it, as last heard
     * @param copies  the number of objects in all copies
     * @param raw     the size of all copies
     * @param missing the number of copies of objects that its pool wants and that are not there; of a stale group as last heard
     */
    public record Group(PgId pgid, String state, Amount objects, Amount bytes, List<Integer> acting,
            List<Integer> holders, Amount copies, Amount raw, Amount missing) {
        /** The id of its pool. */
        public int pool() {
            return pgid.pool();
        }
    }

    /** What a pool holds; each object and byte is counted once, not in each copy. */
    public record Held(Amount bytes, Amount objects) {}

    /** What a pool holds, by its groups that are known; nothing for an unknown pool. */
    public Held heldBy(int pool) {
        List<Group> groups = all.stream().filter(g -> g.pool() == pool).toList();
        return new Held(sum(groups, Group::bytes), sum(groups, Group::objects));
    }

    private record Copy(ReportedOsd osd, PlacementGroup group) {}

    static PlacementGroups of(DataInputs in) {
        return (PlacementGroups) in.made(DATA);
    }

    /** The groups of a snapshot whose names are {@link ClusterData#all}. */
    public static PlacementGroups of(Snapshot snapshot) {
        return (PlacementGroups) Objects.requireNonNull(snapshot.get(DATA.name()), "the placement groups");
    }

    private static PlacementGroups make(DataInputs in) {
        Map<PgId, List<Copy>> copies = new HashMap<>();
        for (ReportedOsd osd : ReportedOsd.of(in)) {
            for (PlacementGroup group : osd.daemon().facts().groups()) {
                copies.computeIfAbsent(group.pgid(), _ -> new ArrayList<>()).add(new Copy(osd, group));
            }
        }
        Map<Integer, Integer> sizes = sizes(in);
        List<Group> all = new ArrayList<>(copies.size());
        copies.forEach((pgid, held) -> all.add(group(pgid, held, sizes.getOrDefault(pgid.pool(), 0))));
        all.sort(Comparator.comparing(Group::pgid));
        return new PlacementGroups(List.copyOf(all));
    }

    /** The number of copies that each pool of the map wants, by its id. */
    static Map<Integer, Integer> sizes(DataInputs in) {
        return ReportedOsd.pools(in)
                .stream()
                .collect(Collectors.toMap(StateParts.PoolSummary::id, StateParts.PoolSummary::size));
    }

    private static Group group(PgId pgid, List<Copy> held, int wanted) {
        List<Copy> up = held.stream().filter(c -> c.osd().up()).toList();
        PlacementGroup first = (up.isEmpty() ? held : up).getFirst().group();
        return new Group(pgid, state(first.state(), held.size(), up.size(), wanted),
                Amount.of(first.objects()), Amount.of(first.bytes()), ids(up), ids(held),
                total(held, PlacementGroup::objects), total(held, PlacementGroup::bytes),
                Amount.nearest((double) Amount.of(first.objects()).value()
                        * Math.max(0, wanted - (up.isEmpty() ? held : up).size())));
    }

    private static Amount total(List<Copy> copies, ToLongFunction<PlacementGroup> what) {
        return copies.stream().map(c -> Amount.of(what.applyAsLong(c.group()))).reduce(Amount.ZERO, Amount::plus);
    }

    /** The sum of an amount over groups. */
    static Amount sum(List<Group> groups, Function<Group, Amount> what) {
        return groups.stream().map(what).reduce(Amount.ZERO, Amount::plus);
    }

    private static List<Integer> ids(List<Copy> copies) {
        return copies.stream().map(c -> c.osd().id()).toList();
    }

    /** The state that the primary reports, with what it cannot know: that it went down itself, or that others did. */
    private static String state(String said, int held, int up, int wanted) {
        if (up == 0) {
            return "stale+" + said;
        }
        List<String> words = new ArrayList<>(List.of(said.split("\\+", -1)));
        if (up < Math.min(held, wanted) && words.remove("clean")) {
            words.add("undersized");
            words.add("degraded");
        }
        return String.join("+", words);
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
