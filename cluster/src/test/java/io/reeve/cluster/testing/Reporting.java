package io.reeve.cluster.testing;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A daemon of a test, that opens a session and reports. */
public final class Reporting {
    private final DaemonReports.Session session;

    public Reporting(DaemonReports reports, String name, long gid, boolean service, Map<String, String> metadata) {
        session = reports.open(new DaemonOpening(DaemonId.of(name), gid, service, metadata, "127.0.0.1:4711"));
    }

    /** A storage daemon or whatever else is no service, on host h1. */
    public Reporting(DaemonReports reports, String name) {
        this(reports, name, 1, false, Map.of("hostname", "h1", "version", "1.0"));
    }

    public DaemonReports.Session session() {
        return session;
    }

    public void counters(List<PerfCounter> schema, long... values) {
        session.report(new DaemonReport(schema, values, null, null, null, null, null));
    }

    public void status(Map<String, String> status, Map<String, String> tasks) {
        session.report(new DaemonReport(List.of(), new long[0], status, tasks, null, null, null));
    }

    /** Space, I/O (a write takes 2 ms) and groups of a storage daemon. */
    public void osd(long total, long used, long ops, PlacementGroup... groups) {
        session.report(new DaemonReport(OSD,
                new long[]{total, used, total - used, ops, ops, ops * 1024, ops * 2048, ops * 2_000_000, ops}, null,
                null, null, List.of(groups), null));
    }

    public static final List<PerfCounter> OSD = Stream.concat(
            schema(PerfCounter.Type.GAUGE, "osd.stat_bytes", "osd.stat_bytes_used", "osd.stat_bytes_avail", "osd.op_r",
                    "osd.op_w", "osd.op_out_bytes", "osd.op_in_bytes").stream(),
            schema(PerfCounter.Type.TIME_AVG, "osd.op_w_latency").stream()).toList();

    public static List<PerfCounter> schema(PerfCounter.Type type, String... paths) {
        List<PerfCounter> all = new ArrayList<>();
        for (String path : paths) {
            all.add(counter(path, type, PerfCounter.USEFUL));
        }
        return List.copyOf(all);
    }

    public static PerfCounter counter(String path, PerfCounter.Type type, int priority) {
        return new PerfCounter(path, type, "", "", priority, PerfCounter.Unit.NONE, Map.of(),
                type == PerfCounter.Type.HISTOGRAM
                        ? List.of(new PerfCounter.Axis("size", 0, 1, 3, false))
                        : List.of());
    }
}
