package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Part;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.Tree;
import io.reeve.cluster.data.ReportedOsd.Space;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names about storage daemons: {@code osd_metadata}, {@code osd_stats}, {@code df}, {@code osd_pool_stats}. */
final class OsdData {
    private static final Set<Part<?>> ALL = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.GROUPS, DaemonParts.COUNTERS);

    private OsdData() {}

    static List<DataName> names() {
        return List.of(
                new DataName("osd_metadata", Set.of(DaemonParts.METADATA, StateParts.OSDS), OsdData::metadata),
                new DataName("osd_stats", ALL, in -> Map.of("osd_stats", stats(in))),
                new DataName("osd_pool_stats", Set.of(StateParts.OSDS), OsdData::pools), DfData.name());
    }

    private static Object metadata(DataInputs in) {
        return ReportedOsd.of(in)
                .stream()
                .collect(Tree.toMap(o -> Integer.toString(o.id()), o -> DaemonData.metadata(o.daemon())));
    }

    static List<Map<String, Object>> stats(DataInputs in) {
        return ReportedOsd.of(in).stream().filter(ReportedOsd::hasSpace).map(OsdData::one).toList();
    }

    private static Map<String, Object> one(ReportedOsd osd) {
        Tree out = Tree.map().put("osd", osd.id());
        if (osd.mapped() != null) {
            out.put("up_from", osd.mapped().upFrom());
        }
        WriteLatency.nanos(osd.daemon()).ifPresent(nanos -> out.put("perf_stat", WriteLatency.perfStat(nanos)));
        return out.put("num_pgs", osd.daemon().facts().groups().size())
                .put("num_osds", 1)
                .putAll(kib(new Space(osd.total(), osd.used(), osd.available(), 1)))
                .put("statfs",
                        Tree.map().put("total", osd.total()).put("available", osd.available()).done())
                .done();
    }

    static Map<String, Object> sum(DataInputs in) {
        List<ReportedOsd> all = ReportedOsd.of(in);
        Space space = Space.of(all);
        return Tree.map()
                .put("num_pgs", all.stream().mapToInt(o -> o.daemon().facts().groups().size()).sum())
                .put("num_osds", space.osds())
                .putAll(kib(space))
                .put("statfs",
                        Tree.map().put("total", space.total()).put("available", space.available()).done())
                .done();
    }

    private static Map<String, Object> kib(Space space) {
        return Tree.map()
                .put("kb", space.total() / 1024)
                .put("kb_used", space.used() / 1024)
                .put("kb_avail", space.available() / 1024)
                .done();
    }

    private static Object pools(DataInputs in) {
        return Map.of("pool_stats", ReportedOsd.pools(in)
                .stream()
                .map(p -> Tree.map().put("pool_name", p.name()).put("pool_id", p.id()).done())
                .toList());
    }
}
