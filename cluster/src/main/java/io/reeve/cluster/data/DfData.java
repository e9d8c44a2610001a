package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.Tree;
import io.reeve.cluster.data.PlacementGroups.Group;
import io.reeve.cluster.data.ReportedOsd.Space;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** {@code df}: space, as a whole, by class of device and by pool. */
final class DfData {
    private DfData() {}

    static DataName name() {
        return new DataName("df", Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
                DaemonParts.GROUPS, DaemonParts.COUNTERS), DfData::df);
    }

    private static Object df(DataInputs in) {
        List<ReportedOsd> osds = ReportedOsd.of(in);
        Tree classes = Tree.map();
        ReportedOsd.byClass(osds).forEach((name, some) -> classes.put(name, space(Space.of(some)).done()));
        SortedMap<Integer, List<Group>> groups = PlacementGroups.of(in).byPool();
        long free = osds.stream().filter(o -> o.in() && o.up() && o.hasSpace()).mapToLong(ReportedOsd::available).sum();
        Space all = Space.of(osds);
        return Tree.map()
                .put("stats", space(all).put("num_osds", all.osds()).done())
                .put("stats_by_class", classes.done())
                .put("pools", ReportedOsd.pools(in)
                        .stream()
                        .map(p -> pool(p, groups.getOrDefault(p.id(), List.of()), free))
                        .toList())
                .done();
    }

    private static Tree space(Space space) {
        return Tree.map()
                .put("total_bytes", space.total())
                .put("total_avail_bytes", space.available())
                .put("total_used_bytes", space.used())
                .put("total_used_raw_bytes", space.used())
                .put("total_used_raw_ratio", space.ratio());
    }

    private static Map<String, Object> pool(StateParts.PoolSummary pool, List<Group> groups, long free) {
        long raw = groups.stream().mapToLong(Group::raw).sum();
        Map<String, Object> stats = Tree.map()
                .put("stored", groups.stream().mapToLong(Group::bytes).sum())
                .put("objects", groups.stream().mapToLong(Group::objects).sum())
                .put("kb_used", Math.ceilDiv(raw, 1024L))
                .put("bytes_used", raw)
                .put("percent_used", raw == 0 ? 0.0 : (double) raw / (raw + free))
                .put("max_avail", free / Math.max(1, pool.size()))
                .put("quota_objects", pool.quotaObjects())
                .put("quota_bytes", pool.quotaBytes())
                .put("stored_raw", raw)
                .put("avail_raw", free)
                .done();
        return Tree.map().put("name", pool.name()).put("id", pool.id()).put("stats", stats).done();
    }
}
