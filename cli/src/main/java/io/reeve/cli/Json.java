package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as maps, lists, strings, numbers and booleans; a null in an object is left out. */
final class Json {
    private Json() {}

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException if the bytes are something else
     */
    static Map<String, Object> read(byte[] bytes) {
        Optional<Map<String, Object>> plain = PlainJson.read(bytes);
        return plain.isPresent() ? plain.get() : JacksonJson.read(bytes);
    }

    /** Writes an object of strings, numbers, booleans, objects, lists of these, and bytes (base64). */
    static byte[] write(Map<String, ?> object) {
        StringBuilder json = new StringBuilder();
        write(json, object);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(StringBuilder json, Object value) {
        // No switch over types: see HttpOutcome.
        if (value instanceof Map<?, ?> object) {
            writeObject(json, object);
            return;
        }
        if (value instanceof byte[] bytes) {
            json.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof List<?> list) {
            json.append('[');
            for (int i = 0; i < list.size(); i++) {
                json.append(i > 0 ? "," : "");
                write(json, list.get(i));
            }
            json.append(']');
        } else {
            quote(json, value.toString());
        }
    }

    private static void writeObject(StringBuilder json, Map<?, ?> object) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            json.append(separator);
            quote(json, String.valueOf(entry.getKey()));
            json.append(':');
            write(json, entry.getValue());
            separator = ",";
        }
        json.append('}');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** The text of a member; "" if there is no such text. */
    static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /** The whole number of a member; 0 if there is no such number. */
    static long number(Map<String, Object> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
