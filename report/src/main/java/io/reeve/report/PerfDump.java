package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The output of {@code perf dump} and {@code perf schema}: by subsystem, then counter, as Ceph's daemons show it. */
final class PerfDump {
    private PerfDump() {}

    static Map<String, Object> dump(List<Instrument> instruments) {
        Map<String, Object> out = new TreeMap<>();
        for (Instrument instrument : instruments) {
            CounterSpec spec = instrument.spec();
            long[] values = new long[spec.width()];
            instrument.read(values, 0);
            put(out, spec, value(spec, values));
        }
        return out;
    }

    static Map<String, Object> schema(List<Instrument> instruments) {
        Map<String, Object> out = new TreeMap<>();
        for (Instrument instrument : instruments) {
            CounterSpec spec = instrument.spec();
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", spec.type().bits());
            schema.put("description", spec.description());
            schema.put("nick", spec.nick());
            schema.put("priority", spec.priority());
            schema.put("units", spec.unit().name().toLowerCase(java.util.Locale.ROOT));
            put(out, spec, schema);
        }
        return out;
    }

    @SuppressWarnings("unchecked") // only maps are put here
    private static void put(Map<String, Object> out, CounterSpec spec, Object value) {
        int dot = spec.path().indexOf('.');
        String subsystem = dot < 0 ? "" : spec.path().substring(0, dot);
        String name = spec.path().substring(dot + 1) + (spec.labels().isEmpty() ? "" : new TreeMap<>(spec.labels()));
        ((Map<String, Object>) out.computeIfAbsent(subsystem, key -> new TreeMap<String, Object>())).put(name, value);
    }

    private static Object value(CounterSpec spec, long[] values) {
        return switch (spec.type()) {
            case COUNTER, GAUGE -> values[0];
            case TIME -> seconds(values[0]);
            case LONGRUNAVG -> average(values[0], values[1]);
            case TIME_AVG -> average(seconds(values[0]), values[1]);
            case HISTOGRAM -> histogram(spec, values);
        };
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static Map<String, Object> average(Number sum, long count) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("avgcount", count);
        out.put("sum", sum);
        return out;
    }

    private static Map<String, Object> histogram(CounterSpec spec, long[] values) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("axes", spec.axes());
        if (spec.axes().size() == 1) {
            out.put("values", values);
            return out;
        }
        int columns = spec.axes().get(1).buckets();
        List<long[]> rows = new ArrayList<>();
        for (int at = 0; at < values.length; at += columns) {
            rows.add(java.util.Arrays.copyOfRange(values, at, at + columns));
        }
        out.put("values", rows);
        return out;
    }
}
