package io.reeve.report.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A received CBOR map. A value that is missing, of the wrong type or outside its limits is refused. */
final class Fields {
    private final String what;
    private final JsonNode map;

    /** A reader of one part of a frame. */
    interface Reader<T> {
        T read(Fields fields) throws NotOursException;
    }

    /**
     * @param what the name of the map in errors: {@code the frame 'open'}
     */
    Fields(String what, JsonNode map) {
        this.what = what;
        this.map = map;
    }

    boolean has(String key) {
        return map.has(key);
    }

    NotOursException without(String type, String key) {
        return new NotOursException(what + " has no " + type + " '" + key + "'");
    }

    String text(String key) throws NotOursException {
        return text(key, Limits.LONGEST_TEXT);
    }

    String text(String key, int most) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isTextual()) {
            throw without("text", key);
        }
        return shortEnough(key, value.textValue(), most);
    }

    /** A text that can be a name. */
    String name(String key, int most) throws NotOursException {
        String name = text(key, most);
        if (!WireText.isName(name)) {
            throw new NotOursException(what + " has '" + key + "' = '" + WireText.printable(name, 64)
                    + "', a name with control or format characters");
        }
        return name;
    }

    private String shortEnough(String key, String text, int most) throws NotOursException {
        if (text.length() > most) {
            throw new NotOursException(what + " has a '" + WireText.printable(key, 64) + "' of " + text.length()
                    + " characters; at most " + most + " are allowed");
        }
        return text;
    }

    long number(String key, long min, long max) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw without("number", key);
        }
        return within(key, value.longValue(), min, max);
    }

    private long within(String key, long number, long min, long max) throws NotOursException {
        if (number < min || number > max) {
            throw new NotOursException(what + " has '" + key + "' = " + number + ", which is out of range");
        }
        return number;
    }

    /** A number from 0 to 2^53 - 1. */
    long number(String key) throws NotOursException {
        return number(key, 0, Identity.NUMBER_LIMIT - 1);
    }

    boolean flag(String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isBoolean()) {
            throw without("true or false", key);
        }
        return value.booleanValue();
    }

    byte[] bytes(String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isBinary()) {
            throw without("byte string", key);
        }
        try {
            return value.binaryValue();
        } catch (IOException e) {
            throw without("byte string", key);
        }
    }

    /** A map of texts; null when it is not there. */
    @Nullable
    Map<String, String> texts(String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject() || value.size() > Limits.MOST_TEXTS) {
            throw without("map of at most " + Limits.MOST_TEXTS + " texts", key);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isTextual()) {
                throw without("map of texts", key);
            }
            texts.put(shortEnough(key, entry.getKey(), Limits.LONGEST_KEY),
                    shortEnough(entry.getKey(), entry.getValue().textValue(), Limits.LONGEST_TEXT));
        }
        return texts;
    }

    /** A list of texts. */
    List<String> textList(String key) throws NotOursException {
        JsonNode value = array(key);
        List<String> list = new ArrayList<>();
        for (JsonNode entry : value == null ? List.<JsonNode>of() : value) {
            if (!entry.isTextual() || list.size() == Limits.MOST_TEXTS) {
                throw without("list of at most " + Limits.MOST_TEXTS + " texts", key);
            }
            list.add(entry.textValue());
        }
        return list;
    }

    /** A list of numbers; empty when it is not there. */
    List<Integer> numberList(String key) throws NotOursException {
        JsonNode value = array(key);
        List<Integer> list = new ArrayList<>();
        for (JsonNode entry : value == null ? List.<JsonNode>of() : value) {
            if (!entry.canConvertToInt() || !entry.isIntegralNumber()) {
                throw without("list of numbers", key);
            }
            list.add(entry.intValue());
        }
        return list;
    }

    /** A list of at most that many maps; null when it is not there. */
    <T> @Nullable List<T> maps(String key, int most, String each, Reader<T> reader) throws NotOursException {
        JsonNode value = array(key);
        if (value == null) {
            return null;
        }
        if (value.size() > most) {
            throw new NotOursException(what + " has " + value.size() + " entries in '" + key + "'; at most " + most
                    + " are allowed");
        }
        List<T> list = new ArrayList<>(value.size());
        for (JsonNode entry : value) {
            list.add(reader.read(inner(entry, each)));
        }
        return list;
    }

    /** A map; null when it is not there. */
    <T> @Nullable T map(String key, String each, Reader<T> reader) throws NotOursException {
        JsonNode value = map.get(key);
        return value == null ? null : reader.read(inner(value, each));
    }

    /** The map under that key, as JSON. */
    JsonNode object(String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value == null || !value.isObject()) {
            throw without("map", key);
        }
        return value;
    }

    private Fields inner(JsonNode entry, String each) throws NotOursException {
        if (!entry.isObject()) {
            throw new NotOursException(what + " has " + each + " that is no map");
        }
        return new Fields(each, entry);
    }

    private @Nullable JsonNode array(String key) throws NotOursException {
        JsonNode value = map.get(key);
        if (value != null && !value.isArray()) {
            throw without("list", key);
        }
        return value;
    }
}
