package io.reeve.cluster.data;

import io.reeve.api.command.Data;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The data names about placement groups: {@code pg_summary}, {@code pg_status}, {@code pg_dump}, {@code pg_stats} … */
final class PgData {
    private static final Set<StatePart<?>> ALL = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
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
        return Data.map("by_osd", states(groups.byOsd()), "by_pool", states(groups.byPool()), "all",
                counted(groups.all()), "pg_stats_sum", sum(in, groups));
    }

    private static Map<String, Object> states(SortedMap<Integer, List<Group>> groups) {
        Map<String, Object> out = new LinkedHashMap<>();
        groups.forEach((key, all) -> out.put(key.toString(), counted(all)));
        return Collections.unmodifiableMap(out);
    }

    private static Map<String, Integer> counted(List<Group> groups) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(PlacementGroups.states(groups)));
    }

    private static Map<String, Object> sum(DataInputs in, PlacementGroups groups) {
        Map<String, Object> stats = new LinkedHashMap<>(stats(groups.all()));
        stats.putAll(IoData.totals(ReportedOsd.of(in)));
        int copies = groups.all().stream().mapToInt(g -> g.acting().size()).sum();
        return Data.map("stat_sum", Collections.unmodifiableMap(stats), "up", copies, "acting", copies);
    }

    private static Map<String, Object> stats(List<Group> groups) {
        return Data.map("num_bytes", PlacementGroups.sum(groups, Group::bytes).value(), "num_objects",
                PlacementGroups.sum(groups, Group::objects).value(), "num_object_copies",
                PlacementGroups.sum(groups, Group::copies).value(), "num_objects_degraded",
                PlacementGroups.sum(groups, Group::missing).value());
    }

    /** The copies of objects that are missing, as part of all that there should be; empty if none is. As in Ceph. */
    private static Map<String, Object> degraded(DataInputs in, PlacementGroups groups) {
        Amount missing = PlacementGroups.sum(groups.all(), Group::missing);
        Map<Integer, Integer> sizes = PlacementGroups.sizes(in);
        Amount wanted = PlacementGroups.sum(groups.all(), group -> Amount
                .nearest((double) group.objects().value() * sizes.getOrDefault(group.pool(), 0)));
        return missing.value() == 0
                ? Map.of()
                : Data.map("degraded_objects", missing.value(), "degraded_total", wanted.value(), "degraded_ratio",
                        missing.of(wanted));
    }

    private static Object status(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        List<ReportedOsd> osds = ReportedOsd.of(in);
        OsdSpace space = ReportedOsd.space(osds);
        List<Map<String, Object>> byPool = groups.byPool()
                .entrySet()
                .stream()
                .map(e -> Data.map("pool_id", e.getKey(), "pg_state_counts", stateList(e.getValue())))
                .toList();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pgs_by_pool_state", byPool);
        out.put("pgs_by_state", stateList(groups.all()));
        out.put("num_pgs", groups.all().size());
        out.put("num_pools", poolIds(in, groups).size());
        out.put("num_objects", PlacementGroups.sum(groups.all(), Group::objects).value());
        out.put("data_bytes", PlacementGroups.sum(groups.all(), Group::bytes).value());
        out.put("bytes_used", space.used().value());
        out.put("bytes_avail", space.available().value());
        out.put("bytes_total", space.total().value());
        out.putAll(degraded(in, groups));
        out.putAll(IoData.rates(osds));
        return Collections.unmodifiableMap(out);
    }

    private static List<Map<String, Object>> stateList(List<Group> groups) {
        return PlacementGroups.states(groups)
                .entrySet()
                .stream()
                .map(e -> Data.map("state_name", e.getKey(), "count", e.getValue()))
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
        return Data.map("version", version == null ? 0 : version, "last_osdmap_epoch", map == null ? 0 : map.epoch(),
                "pg_stats_sum", sum(in, groups), "osd_stats_sum", OsdData.sum(in), "pg_stats", groups(in), "pool_stats",
                pools(in), "osd_stats", OsdData.stats(in));
    }

    private static List<Map<String, Object>> groups(DataInputs in) {
        return PlacementGroups.of(in).all().stream().map(PgData::one).toList();
    }

    private static Map<String, Object> one(Group group) {
        int primary = group.acting().isEmpty() ? -1 : group.acting().getFirst();
        return Data.map("pgid", group.pgid().toString(), "state", group.state(), "stat_sum", stats(List.of(group)),
                "up",
                group.acting(), "acting", group.acting(), "up_primary", primary, "acting_primary", primary);
    }

    private static List<Map<String, Object>> pools(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        SortedMap<Integer, List<Group>> byPool = groups.byPool();
        return poolIds(in, groups).stream().map(id -> {
            List<Group> held = byPool.getOrDefault(id, List.of());
            int copies = held.stream().mapToInt(g -> g.acting().size()).sum();
            return Data.map("poolid", id, "num_pg", held.size(), "stat_sum", stats(held), "up", copies, "acting",
                    copies);
        }).toList();
    }

    /** Whether every storage daemon that is up has reported. */
    private static boolean ready(DataInputs in) {
        StateParts.OsdMapSummary map = in.part(StateParts.OSDS);
        long up = map == null ? 0 : map.osds().values().stream().filter(StateParts.OsdSummary::up).count();
        return ReportedOsd.of(in).stream().filter(o -> o.up() && !o.daemon().samples().isEmpty()).count() >= up;
    }
}
