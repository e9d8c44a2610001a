package io.reeve.report.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.report.protocol.DaemonFrame.Report;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codec of the report. Its numbers are one byte string of big-endian 64-bit numbers. */
final class ReportCodec {
    private ReportCodec() {}

    static void write(ObjectNode map, Report report) {
        if (!report.undeclare().isEmpty()) {
            ArrayNode undeclare = map.putArray("undeclare");
            report.undeclare().forEach(undeclare::add);
        }
        if (!report.declare().isEmpty()) {
            ArrayNode declare = map.putArray("declare");
            report.declare().forEach(spec -> write(declare.addObject(), spec));
        }
        map.put("values", pack(report.values()));
        putTexts(map, "status", report.status());
        putTexts(map, "tasks", report.tasks());
        List<HealthMetric> health = report.health();
        if (health != null) {
            ArrayNode array = map.putArray("health");
            health.forEach(metric -> array.addObject()
                    .put("type", metric.type())
                    .put("count", metric.count())
                    .put("oldest", metric.oldest()));
        }
        List<PlacementGroup> groups = report.groups();
        if (groups != null) {
            ArrayNode array = map.putArray("groups");
            groups.forEach(group -> array.addObject()
                    .put("pgid", group.pgid())
                    .put("state", group.state())
                    .put("objects", group.objects())
                    .put("bytes", group.bytes()));
        }
        FilesystemRole role = report.filesystem();
        if (role != null) {
            map.putObject("mds").put("fs", role.filesystem()).put("rank", role.rank()).put("state", role.state());
        }
    }

    private static void putTexts(ObjectNode map, String key, @Nullable Map<String, String> texts) {
        if (texts != null) {
            DaemonFrameCodec.putTexts(map, key, texts);
        }
    }

    private static void write(ObjectNode map, CounterSpec spec) {
        map.put("path", spec.path()).put("type", spec.type().bits()).put("prio", spec.priority());
        map.put("unit", spec.unit().number());
        if (!spec.nick().isEmpty()) {
            map.put("nick", spec.nick());
        }
        if (!spec.description().isEmpty()) {
            map.put("desc", spec.description());
        }
        if (!spec.labels().isEmpty()) {
            DaemonFrameCodec.putTexts(map, "labels", spec.labels());
        }
        if (!spec.axes().isEmpty()) {
            ArrayNode axes = map.putArray("axes");
            spec.axes()
                    .forEach(axis -> axes.addObject()
                            .put("name", axis.name())
                            .put("min", axis.min())
                            .put("quant", axis.quant())
                            .put("buckets", axis.buckets())
                            .put("log2", axis.log2()));
        }
    }

    private static byte[] pack(long[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        ByteBuffer.wrap(bytes).asLongBuffer().put(values);
        return bytes;
    }

    private static long[] unpack(byte[] bytes) throws NotOursException {
        if (bytes.length % Long.BYTES != 0) {
            throw new NotOursException("a report whose 'values' have " + bytes.length
                    + " bytes, which is no multiple of 8");
        }
        long[] values = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return values;
    }

    static Report read(Fields map) throws NotOursException {
        List<CounterSpec> declare = map.maps("declare", Limits.MOST_COUNTERS, "a declaration", ReportCodec::spec);
        return new Report(map.numberList("undeclare"), declare == null ? List.of() : declare,
                unpack(map.bytes("values")), map.texts("status"), map.texts("tasks"),
                map.maps("health", Limits.MOST_HEALTH, "a health metric",
                        m -> new HealthMetric(m.name("type", Limits.LONGEST_WORD), m.number("count"),
                                m.number("oldest"))),
                map.maps("groups", Limits.MOST_GROUPS, "a placement group",
                        m -> new PlacementGroup(m.name("pgid", Limits.LONGEST_WORD),
                                m.name("state", Limits.LONGEST_NAME), m.number("objects"),
                                m.number("bytes"))),
                map.map("mds", "the state of an mds",
                        m -> new FilesystemRole(m.name("fs", Limits.LONGEST_NAME),
                                (int) m.number("rank", -1, Limits.HIGHEST_RANK),
                                m.name("state", Limits.LONGEST_WORD))));
    }

    private static CounterSpec spec(Fields map) throws NotOursException {
        Map<String, String> labels = map.texts("labels");
        List<CounterSpec.Axis> axes = map.maps("axes", 2, "an axis", ReportCodec::axis);
        CounterUnit unit = map.number("unit", 0, 1) == 0 ? CounterUnit.BYTES : CounterUnit.NONE;
        try {
            return new CounterSpec(map.text("path"), CounterType.of(map.number("type")),
                    map.has("nick") ? map.text("nick") : "", map.has("desc") ? map.text("desc") : "",
                    (int) map.number("prio", 0, 10), unit, labels == null ? Map.of() : labels,
                    axes == null ? List.of() : axes);
        } catch (IllegalArgumentException e) {
            throw new NotOursException(String.valueOf(e.getMessage()));
        }
    }

    private static CounterSpec.Axis axis(Fields map) throws NotOursException {
        try {
            return new CounterSpec.Axis(map.text("name"), map.number("min", Long.MIN_VALUE, Long.MAX_VALUE),
                    map.number("quant", 1, Long.MAX_VALUE), (int) map.number("buckets", 0, 1 << 10),
                    map.flag("log2"));
        } catch (IllegalArgumentException e) {
            throw new NotOursException(String.valueOf(e.getMessage()));
        }
    }
}
