package io.reeve.store.configkey;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form of keys and values in a dump: a JSON object of values by key. A value that is text is a string, any other one is
 * {@code {"base64": "AAH/"}}, so that every byte comes back.
 */
final class KeyDump {
    private static final String BINARY = "base64";
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private KeyDump() {}

    /** The failure to read a dump; the message names the key. */
    static final class BadDumpException extends Exception {
        private static final long serialVersionUID = 1L;

        BadDumpException(String message) {
            super(message);
        }
    }

    /** A value in a dump that can be imported. */
    static Object value(byte[] bytes) {
        return text(bytes).<Object>map(text -> text)
                .orElseGet(() -> Map.of(BINARY, Base64.getEncoder().encodeToString(bytes)));
    }

    /** A value as Ceph prints it, which cannot be imported if it is binary. */
    static String forPeople(byte[] bytes) {
        return text(bytes).orElse("<<< binary blob of length " + bytes.length + " >>>");
    }

    private static Optional<String> text(byte[] value) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The keys and values of a dump. */
    static SortedMap<String, byte[]> parse(byte[] json) throws BadDumpException {
        JsonNode dump;
        try {
            dump = JSON.readTree(json);
        } catch (IOException e) {
            throw new BadDumpException("not JSON: " + e.getMessage());
        }
        if (dump == null || !dump.isObject()) {
            throw new BadDumpException(
                    "not a JSON object of keys: give the output of 'config-key dump --format json' with -i");
        }
        SortedMap<String, byte[]> keys = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : dump.properties()) {
            keys.put(entry.getKey(), bytes(entry.getKey(), entry.getValue()));
        }
        return keys;
    }

    private static byte[] bytes(String key, JsonNode value) throws BadDumpException {
        if (value.isTextual()) {
            String text = value.textValue();
            if (text.matches("<<< binary blob of length [0-9]+ >>>")) {
                throw new BadDumpException(
                        "the value of '" + key + "' is '" + text + "', which stands for bytes that the"
                                + " dump does not have: dump it again with --format json");
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (value.size() == 1 && value.path(BINARY).isTextual()) {
            try {
                return Base64.getDecoder().decode(value.path(BINARY).textValue());
            } catch (IllegalArgumentException e) {
                throw new BadDumpException("the value of '" + key + "' is not base64: " + e.getMessage());
            }
        }
        throw new BadDumpException("the value of '" + key + "' is neither a string nor {\"base64\": \"…\"}");
    }
}
