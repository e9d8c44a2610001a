package io.reeve.cluster.data;

import io.reeve.api.command.Data;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The data names about storage daemons: {@code osd_metadata}, {@code osd_stats}, {@code df}, {@code osd_pool_stats}. */
final class OsdData {
    private static final Set<StatePart<?>> ALL = Set.of(DaemonParts.METADATA, DaemonParts.PRESENCE, StateParts.OSDS,
            DaemonParts.GROUPS, DaemonParts.COUNTERS);

    private OsdData() {}

    static List<DataName> names() {
        return List.of(
                new DataName("osd_metadata", Set.of(DaemonParts.METADATA, StateParts.OSDS), OsdData::metadata),
                new DataName("osd_stats", ALL, in -> Map.of("osd_stats", stats(in))),
                PoolStats.name(), DfData.name());
    }

    private static Object metadata(DataInputs in) {
        return ReportedOsd.of(in)
                .stream()
                .collect(DaemonData.orderedMap(o -> Integer.toString(o.id()), o -> DaemonData.metadata(o.daemon())));
    }

    static List<Map<String, Object>> stats(DataInputs in) {
        return ReportedOsd.of(in).stream().flatMap(o -> o.space().map(space -> one(o, space)).stream()).toList();
    }

    private static Map<String, Object> one(ReportedOsd osd, OsdSpace space) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("osd", osd.id());
        if (osd.mapped() != null) {
            out.put("up_from", osd.mapped().upFrom());
        }
        WriteLatency.nanos(osd.daemon()).ifPresent(nanos -> out.put("perf_stat", WriteLatency.perfStat(nanos)));
        out.putAll(space(osd.daemon().facts().groups().size(), space));
        return Collections.unmodifiableMap(out);
    }

    static Map<String, Object> sum(DataInputs in) {
        List<ReportedOsd> all = ReportedOsd.of(in);
        return space(all.stream().mapToInt(o -> o.daemon().facts().groups().size()).sum(), ReportedOsd.space(all));
    }

    private static Map<String, Object> space(int groups, OsdSpace space) {
        return Data.map("num_pgs", groups, "num_osds", space.osds(), "kb", space.total().kib(), "kb_used",
                space.used().kib(), "kb_avail", space.available().kib(), "statfs",
                Data.map("total", space.total().value(), "available", space.available().value()));
    }
}
