package io.reeve.cluster.data;

import io.reeve.api.command.Data;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.daemon.Amount;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data about clients' reads and writes, from the counters of storage daemons; keys without a counter are left out. */
final class IoData {
    private static final String READS = "osd.op_r";
    private static final String WRITES = "osd.op_w";
    private static final String READ_BYTES = "osd.op_out_bytes";
    private static final String WRITTEN_BYTES = "osd.op_in_bytes";

    private IoData() {}

    static List<DataName> names() {
        return List.of(new DataName("io_rate", ReportedOsd.WITH_COUNTERS, IoData::rate));
    }

    /** The operations since the daemons started. */
    static Map<String, Object> totals(List<ReportedOsd> osds) {
        Map<String, Object> out = new LinkedHashMap<>();
        total(out, "num_read", osds, READS, 1);
        total(out, "num_read_kb", osds, READ_BYTES, 1024);
        total(out, "num_write", osds, WRITES, 1);
        total(out, "num_write_kb", osds, WRITTEN_BYTES, 1024);
        return Collections.unmodifiableMap(out);
    }

    private static void total(Map<String, Object> out, String key, List<ReportedOsd> osds, String path, long unit) {
        List<ReportedOsd> known = having(osds, path);
        if (!known.isEmpty()) {
            out.put(key, known.stream()
                    .flatMap(o -> o.daemon().samples().amount(path).stream())
                    .reduce(Amount.ZERO, Amount::plus)
                    .value() / unit);
        }
    }

    private static List<ReportedOsd> having(List<ReportedOsd> osds, String path) {
        return osds.stream().filter(o -> o.daemon().samples().amount(path).isPresent()).toList();
    }

    /** The rates of reads and writes, as {@code status} shows them. */
    static Map<String, Object> rates(List<ReportedOsd> osds) {
        Map<String, Object> out = new LinkedHashMap<>();
        rate(out, "read_bytes_sec", osds, READ_BYTES);
        rate(out, "write_bytes_sec", osds, WRITTEN_BYTES);
        rate(out, "read_op_per_sec", osds, READS);
        rate(out, "write_op_per_sec", osds, WRITES);
        return Collections.unmodifiableMap(out);
    }

    private static void rate(Map<String, Object> out, String key, List<ReportedOsd> osds, String path) {
        List<ReportedOsd> known = having(osds, path);
        if (!known.isEmpty()) {
            out.put(key, Math.round(perSecond(known, path)));
        }
    }

    private static double perSecond(List<ReportedOsd> osds, String path) {
        return osds.stream().filter(ReportedOsd::up).mapToDouble(o -> o.daemon().samples().rate(path)).sum();
    }

    private static Object rate(DataInputs in) {
        List<ReportedOsd> osds = ReportedOsd.of(in);
        double seconds = osds.stream().mapToDouble(o -> o.daemon().samples().interval()).max().orElse(0);
        Map<String, Object> sum = new LinkedHashMap<>();
        grown(sum, "num_read", osds, READS, seconds);
        grown(sum, "num_read_kb", osds, READ_BYTES, seconds / 1024);
        grown(sum, "num_write", osds, WRITES, seconds);
        grown(sum, "num_write_kb", osds, WRITTEN_BYTES, seconds / 1024);
        return Map.of("pg_stats_delta", Data.map("stat_sum", Collections.unmodifiableMap(sum), "stamp_delta",
                String.format(Locale.ROOT, "%.6f", seconds)));
    }

    private static void grown(Map<String, Object> out, String key, List<ReportedOsd> osds, String path, double factor) {
        List<ReportedOsd> known = having(osds, path);
        if (!known.isEmpty()) {
            out.put(key, Math.round(perSecond(known, path) * factor));
        }
    }
}
