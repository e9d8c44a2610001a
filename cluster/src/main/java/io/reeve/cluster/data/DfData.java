package io.reeve.cluster.data;

import io.reeve.api.command.Data;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The data of {@code df}: space in total, by class of device and by pool. */
final class DfData {
    private DfData() {}

    static DataName name() {
        return new DataName("df", Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
                DaemonParts.GROUPS, DaemonParts.COUNTERS), DfData::df);
    }

    private static Object df(DataInputs in) {
        List<ReportedOsd> osds = ReportedOsd.of(in);
        Map<String, Object> classes = new LinkedHashMap<>();
        ReportedOsd.byClass(osds)
                .forEach((name, some) -> classes.put(name,
                        Collections.unmodifiableMap(space(ReportedOsd.space(some)))));
        OsdSpace all = ReportedOsd.space(osds);
        Map<String, Object> stats = space(all);
        stats.put("num_osds", all.osds());
        return Data.map("stats", Collections.unmodifiableMap(stats), "stats_by_class",
                Collections.unmodifiableMap(classes), "pools",
                pools(in, osds));
    }

    private static List<Object> pools(DataInputs in, List<ReportedOsd> osds) {
        StateParts.@Nullable OsdMapSummary map = in.part(StateParts.OSDS);
        if (map == null) {
            return List.of();
        }
        SortedMap<Integer, List<Group>> groups = PlacementGroups.of(in).byPool();
        IdentityHashMap<Map<Integer, Long>, Amount> free = new IdentityHashMap<>(); // pools of one rule share their weights
        List<Object> pools = new ArrayList<>();
        for (StateParts.PoolSummary pool : map.pools()) {
            pools.add(pool(pool, groups.getOrDefault(pool.id(), List.of()),
                    free.computeIfAbsent(pool.weights(), weights -> free(osds, weights, map.fullRatio()))));
        }
        return List.copyOf(pools);
    }

    /**
     * How much the storage daemons of a rule can still take, all copies counted, until the fullest for its weight is full:
     * each gets the part of all data that its weight is of all weights. As Ceph's PGMap::get_rule_avail, which lets storage
     * daemons that are out keep their part.
     */
    private static Amount free(List<ReportedOsd> osds, Map<Integer, Long> weights, double full) {
        double sum = weights.values().stream().mapToDouble(Long::doubleValue).sum();
        return osds.stream()
                .filter(osd -> osd.in() && weights.getOrDefault(osd.id(), 0L) > 0)
                .flatMap(osd -> osd.space()
                        .filter(space -> space.total().value() > 0)
                        .map(space -> Amount.nearest(untilFull(space, full) * sum
                                / Objects.requireNonNull(weights.get(osd.id()))))
                        .stream())
                .min(Comparator.naturalOrder())
                .orElse(Amount.ZERO);
    }

    private static double untilFull(OsdSpace space, double full) {
        return Math.max(0, space.available().value() - space.total().value() * (1 - full));
    }

    private static Map<String, Object> space(OsdSpace space) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("total_bytes", space.total().value());
        out.put("total_avail_bytes", space.available().value());
        out.put("total_used_bytes", space.used().value());
        out.put("total_used_raw_bytes", space.used().value());
        out.put("total_used_raw_ratio", space.ratio());
        return out;
    }

    private static Map<String, Object> pool(StateParts.PoolSummary pool, List<Group> groups, Amount free) {
        Amount raw = PlacementGroups.sum(groups, Group::raw);
        double copies = copies(pool, groups);
        Map<String, Object> stats = Data.map("stored", perCopy(raw, copies), "objects",
                PlacementGroups.sum(groups, Group::objects).value(), "kb_used", Math.ceilDiv(raw.value(), 1024L),
                "bytes_used", raw.value(), "percent_used", raw.of(raw.plus(free)), "max_avail",
                perCopy(free, copies), "quota_objects", pool.quotaObjects(), "quota_bytes",
                pool.quotaBytes(), "stored_raw", raw.value(), "avail_raw", free.value());
        return Data.map("name", pool.name(), "id", pool.id(), "stats", stats);
    }

    /**
     * The copies that the objects of a pool have on average: its size, less those that are missing. Ceph's raw_used_rate in
     * PGMapDigest::dump_object_stat_sum.
     */
    private static double copies(StateParts.PoolSummary pool, List<Group> groups) {
        double objects = PlacementGroups.sum(groups, Group::objects).value();
        double missing = PlacementGroups.sum(groups, Group::missing).value();
        return objects == 0 ? Math.max(1, pool.size()) : Math.max(0, pool.size() - missing / objects);
    }

    private static long perCopy(Amount all, double copies) {
        return copies == 0 ? 0 : Amount.nearest(all.value() / copies).value();
    }
}
