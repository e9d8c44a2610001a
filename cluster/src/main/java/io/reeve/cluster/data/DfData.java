package io.reeve.cluster.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import io.reeve.api.command.Data;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StateParts;
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
        Map<String, Object> classes = new LinkedHashMap<>();
        ReportedOsd.byClass(osds).forEach((name, some) -> classes.put(name, Collections.unmodifiableMap(space(Space.of(some)))));
        SortedMap<Integer, List<Group>> groups = PlacementGroups.of(in).byPool();
        long free = osds.stream().filter(o -> o.in() && o.up() && o.hasSpace()).mapToLong(ReportedOsd::available).sum();
        Space all = Space.of(osds);
        Map<String, Object> stats = space(all);
        stats.put("num_osds", all.osds());
        return Data.map("stats", Collections.unmodifiableMap(stats), "stats_by_class", Collections.unmodifiableMap(classes), "pools", ReportedOsd.pools(in).stream().map(p -> pool(p, groups.getOrDefault(p.id(), List.of()), free)).toList());
    }

    private static Map<String, Object> space(Space space) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("total_bytes", space.total());
        out.put("total_avail_bytes", space.available());
        out.put("total_used_bytes", space.used());
        out.put("total_used_raw_bytes", space.used());
        out.put("total_used_raw_ratio", space.ratio());
        return out;
    }

    private static Map<String, Object> pool(StateParts.PoolSummary pool, List<Group> groups, long free) {
        long raw = groups.stream().mapToLong(Group::raw).sum();
        Map<String, Object> stats = Data.map("stored", groups.stream().mapToLong(Group::bytes).sum(), "objects", groups.stream().mapToLong(Group::objects).sum(), "kb_used", Math.ceilDiv(raw, 1024L), "bytes_used", raw, "percent_used", raw == 0 ? 0.0 : (double) raw / (raw + free), "max_avail", free / Math.max(1, pool.size()), "quota_objects", pool.quotaObjects(), "quota_bytes", pool.quotaBytes(), "stored_raw", raw, "avail_raw", free);
        return Data.map("name", pool.name(), "id", pool.id(), "stats", stats);
    }
}
