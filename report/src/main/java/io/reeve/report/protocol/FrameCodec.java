package io.reeve.report.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.reeve.report.protocol.Frame.Audit;
import io.reeve.report.protocol.Frame.Audited;
import io.reeve.report.protocol.Frame.Drain;
import io.reeve.report.protocol.Frame.Draining;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Goodbye;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.Frame.Ping;
import io.reeve.report.protocol.Frame.Pong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The codec of frames. Unknown keys are ignored, so that a newer peer may send more. */
public final class FrameCodec {
    /** The most CBOR tokens in one frame: each needs memory when read, however few bytes it had on the wire. */
    private static final long MOST_TOKENS = 1_000_000;
    private static final long MOST_DRAIN_MS = 3_600_000;

    static final CBORMapper CBOR = CBORMapper.builder(
            CBORFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).maxTokenCount(MOST_TOKENS).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FrameCodec() {}

    /** Encodes a frame as a CBOR map, without the length before it. Everything in it has a definite length. */
    public static byte[] write(Frame frame) {
        ObjectNode map = CBOR.createObjectNode();
        if (frame instanceof DaemonFrame of) {
            DaemonFrameCodec.write(map, of);
        } else {
            write(map, frame);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator cbor = new DefiniteLengths(CBOR.createGenerator(bytes))) {
            CBOR.writeTree(cbor, map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(ObjectNode map, Frame frame) {
        if (frame instanceof Hello hello) {
            writeHello(map, hello);
        } else if (frame instanceof Ping ping) {
            map.put("kind", "ping").put("n", ping.number()).put("epoch", ping.epoch());
            if (!ping.proof().isEmpty()) {
                map.put("proof", ping.proof());
            }
        } else if (frame instanceof Pong pong) {
            map.put("kind", "pong").put("n", pong.number()).put("epoch", pong.epoch()).put("active", pong.active());
        } else if (frame instanceof Drain drain) {
            map.put("kind", "drain").put("n", drain.number()).put("epoch", drain.epoch());
            // Older releases require "down"; nobody believes it any more.
            map.put("why", drain.why()).put("down", false).put("proof", drain.proof());
        } else if (frame instanceof Draining draining) {
            map.put("kind", "draining").put("n", draining.number()).put("millis", draining.millis());
            if (!draining.why().isEmpty()) {
                map.put("why", draining.why());
            }
        } else if (frame instanceof Audit audit) {
            map.put("kind", "audit").put("n", audit.number()).put("line", audit.line()).put("proof", audit.proof());
        } else if (frame instanceof Audited audited) {
            map.put("kind", "audited").put("n", audited.number());
        } else if (frame instanceof Goodbye) {
            map.put("kind", "goodbye");
        } else if (frame instanceof Failure failure) {
            map.put("kind", "error").put("message", failure.message());
            if (failure.again() > 0) {
                map.put("again", failure.again());
            }
        } else {
            throw new IllegalArgumentException("no form on the wire for " + frame);
        }
    }

    private static void writeHello(ObjectNode map, Hello hello) {
        Identity from = hello.from();
        map.put("reeve", hello.version()).put("kind", hello.kind()).put("cluster", from.cluster());
        map.put("fsid", from.fsid()).put("name", from.name()).put("gid", from.gid()).put("epoch", from.epoch());
    }

    /**
     * Reads a CBOR map.
     *
     * @throws NotOursException if the bytes are not a valid frame
     */
    public static Frame read(byte[] bytes) throws NotOursException {
        JsonNode map;
        try {
            map = CBOR.readTree(bytes);
        } catch (IOException e) {
            throw new NotOursException("a frame that is not CBOR: " + WireText.printable(bytes, 32));
        }
        if (map == null || !map.isObject()) {
            throw new NotOursException("a frame that is not a CBOR map: " + WireText.printable(bytes, 32));
        }
        if (!isWellFormed(map)) {
            throw new NotOursException("a frame with a text that is not UTF-8: " + WireText.printable(bytes, 32));
        }
        String kind = new Fields("a frame", map).text("kind", 1 << 10);
        Fields fields = new Fields("the frame '" + WireText.printable(kind, 64) + "'", map);
        if (map.has("reeve")) {
            return new Hello((int) fields.number("reeve", 0, Integer.MAX_VALUE), kind, identity(fields));
        }
        return switch (kind) {
            case "ping" -> new Ping(anyNumber(fields), fields.number("epoch"), optional(fields, "proof"));
            case "pong" -> new Pong(anyNumber(fields), fields.number("epoch"),
                    // an older release does not say
                    !fields.has("active") || fields.flag("active"));
            case "drain" ->
                new Drain(anyNumber(fields), fields.number("epoch"), fields.text("why"), optional(fields, "proof"));
            case "draining" ->
                new Draining(anyNumber(fields), fields.number("millis", 0, MOST_DRAIN_MS), optional(fields, "why"));
            case "audit" -> new Audit(anyNumber(fields), fields.text("line"), optional(fields, "proof"));
            case "audited" -> new Audited(anyNumber(fields));
            case "goodbye" -> new Goodbye();
            case "error" -> new Failure(WireText.printable(fields.text("message", Frame.STRANGER_LIMIT), 500),
                    fields.has("again") ? fields.number("again") : 0);
            default -> DaemonFrameCodec.read(kind, fields);
        };
    }

    /** Whether all texts are well-formed. Jackson reads some bytes that are not UTF-8 as lone surrogates. */
    private static boolean isWellFormed(JsonNode node) {
        if (node.isTextual()) {
            return isWellFormed(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!isWellFormed(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isWellFormed(child)) {
                return false;
            }
        }
        return true;
    }

    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String optional(Fields fields, String key) throws NotOursException {
        return fields.has(key) ? fields.text(key) : "";
    }

    private static long anyNumber(Fields fields) throws NotOursException {
        return fields.number("n", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Identity identity(Fields fields) throws NotOursException {
        return new Identity(fields.text("name"), fields.number("gid", 1, Identity.NUMBER_LIMIT - 1),
                fields.text("cluster"), fields.text("fsid"), fields.number("epoch"));
    }
}
