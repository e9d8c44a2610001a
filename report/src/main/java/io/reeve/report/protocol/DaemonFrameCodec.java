package io.reeve.report.protocol;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.report.protocol.DaemonFrame.Close;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Reply;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.DaemonFrame.Where;
import java.util.Map;

/** The codec of the frames between managers and daemons, except for the report. */
final class DaemonFrameCodec {
    private static final TypeReference<Map<String, Object>> COMMAND = new TypeReference<>() {
    };
    private static final int LONGEST_ADDRESS = 512;

    private DaemonFrameCodec() {}

    static void write(ObjectNode map, DaemonFrame frame) {
        if (frame instanceof Report report) {
            ReportCodec.write(map.put("kind", "report"), report);
        } else if (frame instanceof Where where) {
            map.put("kind", "where").put("epoch", where.epoch()).put("self", where.self());
            ArrayNode managers = map.put("active", where.active()).putArray("managers");
            where.managers().forEach(managers::add);
        } else if (frame instanceof Open open) {
            map.put("kind", "open").put("type", open.type()).put("id", open.id()).put("service", open.service());
            putTexts(map, "metadata", open.metadata());
        } else if (frame instanceof Configure configure) {
            map.put("kind", "configure").put("epoch", configure.epoch());
            map.put("period", configure.period()).put("threshold", configure.threshold());
            if (!configure.managers().isEmpty()) {
                ArrayNode managers = map.putArray("managers");
                configure.managers().forEach(managers::add);
            }
        } else if (frame instanceof Update update) {
            putTexts(map.put("kind", "update"), "metadata", update.metadata());
        } else if (frame instanceof Command command) {
            map.put("kind", "command").put("id", command.id()).put("epoch", command.epoch());
            map.set("command", FrameCodec.CBOR.valueToTree(command.command()));
            map.put("input", command.input());
        } else if (frame instanceof Reply reply) {
            map.put("kind", "reply").put("id", reply.id()).put("epoch", reply.epoch()).put("status", reply.status());
            map.put("out", reply.out()).put("err", reply.err());
        } else if (frame instanceof Close close) {
            map.put("kind", "close").put("epoch", close.epoch());
        } else {
            throw new IllegalArgumentException("no form on the wire for " + frame);
        }
    }

    static void putTexts(ObjectNode map, String key, Map<String, String> texts) {
        ObjectNode inner = map.putObject(key);
        texts.entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> inner.put(entry.getKey(), entry.getValue()));
    }

    static DaemonFrame read(String kind, Fields map) throws NotOursException {
        return switch (kind) {
            case "report" -> ReportCodec.read(map);
            case "where" -> new Where(map.number("epoch"), map.flag("self"), map.text("active", LONGEST_ADDRESS),
                    map.textList("managers"));
            case "open" -> open(map);
            case "configure" -> new Configure(map.number("epoch"), map.number("period", 1, 86_400_000),
                    (int) map.number("threshold", 0, CounterSpec.CRITICAL + 1), map.textList("managers"));
            case "update" -> new Update(metadata(map));
            case "command" -> new Command(map.number("id"), map.number("epoch"), command(map.object("command")),
                    map.bytes("input"));
            case "reply" -> new Reply(map.number("id"), map.number("epoch"),
                    (int) map.number("status", Integer.MIN_VALUE, Integer.MAX_VALUE), map.bytes("out"),
                    map.text("err", Frame.DAEMON_LIMIT));
            case "close" -> new Close(map.number("epoch"));
            default -> throw new NotOursException("a frame of the unknown kind '" + WireText.printable(kind, 64) + "'");
        };
    }

    private static Open open(Fields map) throws NotOursException {
        String type = map.text("type", 64);
        String id = map.text("id", 256);
        if (type.isEmpty() || type.indexOf('.') >= 0 || id.isEmpty() || !WireText.isName(type)
                || !WireText.isName(id)) {
            throw new NotOursException("the frame 'open' names no daemon: type '" + WireText.printable(type, 64)
                    + "' has 1 to 64 characters without a dot, id '" + WireText.printable(id, 64)
                    + "' has 1 to 256 characters, none of them a control or format character");
        }
        return new Open(type, id, map.flag("service"), metadata(map));
    }

    private static Map<String, String> metadata(Fields map) throws NotOursException {
        Map<String, String> metadata = map.texts("metadata");
        if (metadata == null) {
            throw map.without("map", "metadata");
        }
        return metadata;
    }

    private static Map<String, Object> command(JsonNode map) {
        return FrameCodec.CBOR.convertValue(map, COMMAND);
    }
}
