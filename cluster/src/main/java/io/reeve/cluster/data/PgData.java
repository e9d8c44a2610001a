package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Part;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.Tree;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names about placement groups: {@code pg_summary}, {@code pg_status}, {@code pg_dump}, {@code pg_stats} … */
final class PgData {
    private static final Set<Part<?>> ALL = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.GROUPS, DaemonParts.COUNTERS);

    private PgData() {}

    static List<DataName> names() {
        return List.of(PlacementGroups.DATA, new DataName("pg_summary", ALL, PgData::summary),
                new DataName("pg_status", ALL, PgData::status), new DataName("pg_dump", ALL, PgData::dump),
                new DataName("pg_stats", PlacementGroups.PARTS, in -> Map.of("pg_stats", groups(in))),
                new DataName("pool_stats", PlacementGroups.PARTS, in -> Map.of("pool_stats", pools(in))),
                new DataName("pg_ready", ReportedOsd.WITH_COUNTERS, in -> Map.of("pg_ready", ready(in))));
    }

    private static Object summary(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        return Tree.map()
                .put("by_osd", states(groups.byOsd()))
                .put("by_pool", states(groups.byPool()))
                .put("all", counted(groups.all()))
                .put("pg_stats_sum", sum(in, groups))
                .done();
    }

    private static Map<String, Object> states(SortedMap<Integer, List<Group>> groups) {
        Tree out = Tree.map();
        groups.forEach((key, all) -> out.put(key.toString(), counted(all)));
        return out.done();
    }

    private static Map<String, Integer> counted(List<Group> groups) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(PlacementGroups.states(groups)));
    }

    private static Map<String, Object> sum(DataInputs in, PlacementGroups groups) {
        Map<String, Object> stats = Tree.map()
                .putAll(stats(groups.all()))
                .putAll(IoData.totals(ReportedOsd.of(in)))
                .done();
        int copies = groups.all().stream().mapToInt(g -> g.acting().size()).sum();
        return Tree.map().put("stat_sum", stats).put("up", copies).put("acting", copies).done();
    }

    private static Map<String, Object> stats(List<Group> groups) {
        return Tree.map()
                .put("num_bytes", groups.stream().mapToLong(Group::bytes).sum())
                .put("num_objects", groups.stream().mapToLong(Group::objects).sum())
                .put("num_object_copies", groups.stream().mapToLong(Group::copies).sum())
                .done();
    }

    private static Object status(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        List<ReportedOsd> osds = ReportedOsd.of(in);
        ReportedOsd.Space space = ReportedOsd.Space.of(osds);
        List<Map<String, Object>> byPool = groups.byPool()
                .entrySet()
                .stream()
                .map(e -> Tree.map()
                        .put("pool_id", e.getKey())
                        .put("pg_state_counts", stateList(e.getValue()))
                        .done())
                .toList();
        return Tree.map()
                .put("pgs_by_pool_state", byPool)
                .put("pgs_by_state", stateList(groups.all()))
                .put("num_pgs", groups.all().size())
                .put("num_pools", poolIds(in, groups).size())
                .put("num_objects", groups.all().stream().mapToLong(Group::objects).sum())
                .put("data_bytes", groups.all().stream().mapToLong(Group::bytes).sum())
                .put("bytes_used", space.used())
                .put("bytes_avail", space.available())
                .put("bytes_total", space.total())
                .putAll(IoData.rates(osds))
                .done();
    }

    private static List<Map<String, Object>> stateList(List<Group> groups) {
        return PlacementGroups.states(groups)
                .entrySet()
                .stream()
                .map(e -> Tree.map().put("state_name", e.getKey()).put("count", e.getValue()).done())
                .toList();
    }

    private static Set<Integer> poolIds(DataInputs in, PlacementGroups groups) {
        SortedMap<Integer, Object> ids = new TreeMap<>(groups.byPool());
        ReportedOsd.pools(in).forEach(p -> ids.put(p.id(), p));
        return ids.keySet();
    }

    private static Object dump(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        Long version = in.part(DaemonParts.GROUPS);
        StateParts.OsdMapSummary map = in.part(StateParts.OSDS);
        return Tree.map()
                .put("version", version == null ? 0 : version)
                .put("last_osdmap_epoch", map == null ? 0 : map.epoch())
                .put("pg_stats_sum", sum(in, groups))
                .put("osd_stats_sum", OsdData.sum(in))
                .put("pg_stats", groups(in))
                .put("pool_stats", pools(in))
                .put("osd_stats", OsdData.stats(in))
                .done();
    }

    private static List<Map<String, Object>> groups(DataInputs in) {
        return PlacementGroups.of(in).all().stream().map(PgData::one).toList();
    }

    private static Map<String, Object> one(Group group) {
        int primary = group.acting().isEmpty() ? -1 : group.acting().getFirst();
        return Tree.map()
                .put("pgid", group.pgid())
                .put("state", group.state())
                .put("stat_sum", stats(List.of(group)))
                .put("up", group.acting())
                .put("acting", group.acting())
                .put("up_primary", primary)
                .put("acting_primary", primary)
                .done();
    }

    private static List<Map<String, Object>> pools(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        SortedMap<Integer, List<Group>> byPool = groups.byPool();
        return poolIds(in, groups).stream().map(id -> {
            List<Group> held = byPool.getOrDefault(id, List.of());
            int copies = held.stream().mapToInt(g -> g.acting().size()).sum();
            return Tree.map()
                    .put("poolid", id)
                    .put("num_pg", held.size())
                    .put("stat_sum", stats(held))
                    .put("up", copies)
                    .put("acting", copies)
                    .done();
        }).toList();
    }

    /** Whether every storage daemon that is up has reported. */
    private static boolean ready(DataInputs in) {
        StateParts.OsdMapSummary map = in.part(StateParts.OSDS);
        long up = map == null ? 0 : map.osds().values().stream().filter(StateParts.OsdSummary::up).count();
        return ReportedOsd.of(in).stream().filter(o -> o.up() && !o.daemon().samples().isEmpty()).count() >= up;
    }
}
