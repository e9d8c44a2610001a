package io.reeve.daemon.peer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.reeve.daemon.peer.Frame.Failure;
import io.reeve.daemon.peer.Frame.Goodbye;
import io.reeve.daemon.peer.Frame.Hello;
import io.reeve.daemon.peer.Frame.Ping;
import io.reeve.daemon.peer.Frame.Pong;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A frame as bytes. Unknown keys are ignored, so that a newer peer can say more. */
final class FrameCodec {
    private static final CBORMapper CBOR = CBORMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FrameCodec() {}

    static byte[] write(Frame frame) {
        ObjectNode map = CBOR.createObjectNode();
        switch (frame) {
            case Hello hello -> writeHello(map, hello);
            case Ping ping -> map.put("kind", "ping").put("n", ping.number()).put("epoch", ping.epoch());
            case Pong pong -> map.put("kind", "pong").put("n", pong.number()).put("epoch", pong.epoch());
            case Goodbye _ -> map.put("kind", "goodbye");
            case Failure failure -> map.put("kind", "error").put("message", failure.message());
        }
        try {
            return CBOR.writeValueAsBytes(map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeHello(ObjectNode map, Hello hello) {
        Identity from = hello.from();
        map.put("reeve", hello.version()).put("kind", hello.kind()).put("cluster", from.cluster());
        map.put("fsid", from.fsid()).put("name", from.name()).put("gid", from.gid()).put("epoch", from.epoch());
    }

    static Frame read(byte[] bytes) throws NotOursException {
        JsonNode map;
        try {
            map = CBOR.readTree(bytes);
        } catch (IOException e) {
            throw new NotOursException("a frame that is not CBOR: " + Text.printable(bytes, 32));
        }
        if (map == null || !map.isObject()) {
            throw new NotOursException("a frame that is not a CBOR map: " + Text.printable(bytes, 32));
        }
        String kind = text(map, "kind");
        if (map.has("reeve")) {
            return new Hello((int) number(map, "reeve", 0, Integer.MAX_VALUE), kind, identity(map));
        }
        return switch (kind) {
            case "ping" -> new Ping(number(map, "n", Long.MIN_VALUE, Long.MAX_VALUE), epoch(map));
            case "pong" -> new Pong(number(map, "n", Long.MIN_VALUE, Long.MAX_VALUE), epoch(map));
            case "goodbye" -> new Goodbye();
            case "error" -> new Failure(Text.printable(text(map, "message"), 500));
            default -> throw new NotOursException("a frame of the unknown kind '" + Text.printable(kind, 64) + "'");
        };
    }

    private static Identity identity(JsonNode map) throws NotOursException {
        return new Identity(text(map, "name"), number(map, "gid", 1, Identity.NUMBER_LIMIT - 1), text(map, "cluster"),
                text(map, "fsid"), epoch(map));
    }

    private static long epoch(JsonNode map) throws NotOursException {
        return number(map, "epoch", 0, Identity.NUMBER_LIMIT - 1);
    }

    private static String text(JsonNode map, String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isTextual()) {
            throw new NotOursException("a frame without the text '" + key + "'");
        }
        return value.textValue();
    }

    private static long number(JsonNode map, String key, long min, long max) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new NotOursException("a frame without the number '" + key + "'");
        }
        long number = value.longValue();
        if (number < min || number > max) {
            throw new NotOursException("a frame with '" + key + "' = " + number + ", which is out of range");
        }
        return number;
    }
}
