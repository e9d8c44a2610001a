package io.reeve.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of a result's data to a JSON tree: maps, lists, records (with keys in snake_case), numbers, strings,
 * booleans, enums, times, Optional. Jackson's own object mapping is not used, because it caches every class it has seen, and
 * with it the class loader of every module that was ever enabled.
 */
public final class DataTree {
    private static final int DEEPEST = 64;
    /** The number of bytes that each element counts at least, about what it takes in memory. */
    private static final long ELEMENT = 16;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private long size;

    private DataTree() {}

    /**
     * Converts data. It calls methods of the data: call it on a thread of the module that the data comes from.
     *
     * @throws IllegalArgumentException naming a class that is not supported
     * @throws AnswerTooLargeException  if its texts and its elements are more than an answer may have bytes
     */
    public static JsonNode of(@Nullable Object data) {
        return new DataTree().node(data, 0);
    }

    /** Counts this text and what stands around it, against data that has no end and fills the heap before it is written. */
    private String count(String text) {
        size += text.length() + ELEMENT;
        if (size > AnswerTooLargeException.LIMIT) {
            throw new AnswerTooLargeException();
        }
        return text;
    }

    private JsonNode node(@Nullable Object data, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the result is deeper than " + DEEPEST + " levels: does it contain itself?");
        }
        count("");
        return switch (data) {
            case null -> NullNode.instance;
            case JsonNode tree -> tree;
            case Boolean b -> BooleanNode.valueOf(b);
            case Number n -> number(n);
            case Enum<?> e -> TextNode.valueOf(count(e.name()));
            case Optional<?> o -> node(o.orElse(null), depth);
            case Map<?, ?> map -> map(map, depth);
            case Record r -> recordNode(r, depth);
            case Iterable<?> list when !(list instanceof Path) -> list(list, depth);
            case Object text when isText(text) -> TextNode.valueOf(count(text.toString()));
            case Object array when array.getClass().isArray() -> array(array, depth);
            default -> throw new IllegalArgumentException("the result contains a " + data.getClass().getName()
                    + ": use Map, List, String, Number, Boolean or records of these");
        };
    }

    private static boolean isText(Object data) {
        return data instanceof CharSequence || data instanceof Character || data instanceof Instant
                || data instanceof Duration || data instanceof URI || data instanceof UUID
                || data instanceof Path;
    }

    private static JsonNode number(Number number) {
        return switch (number) {
            case BigInteger i -> BigIntegerNode.valueOf(i);
            case BigDecimal d -> DecimalNode.valueOf(d);
            case Double d -> DoubleNode.valueOf(d);
            // Converted through text, since the author of 0.1f means 0.1 and not 0.10000000149.
            case Float f -> DoubleNode.valueOf(Double.parseDouble(f.toString()));
            default -> LongNode.valueOf(number.longValue());
        };
    }

    private ObjectNode map(Map<?, ?> map, int depth) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, value) -> node.set(count(String.valueOf(key)), node(value, depth + 1)));
        return node;
    }

    private ArrayNode list(Iterable<?> list, int depth) {
        ArrayNode node = NODES.arrayNode();
        list.forEach(each -> node.add(node(each, depth + 1)));
        return node;
    }

    private ArrayNode array(Object array, int depth) {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < Array.getLength(array); i++) {
            node.add(node(Array.get(array, i), depth + 1));
        }
        return node;
    }

    private ObjectNode recordNode(Record data, int depth) {
        ObjectNode node = NODES.objectNode();
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            node.set(count(snakeCase(component.getName())), node(value(data, component), depth + 1));
        }
        return node;
    }

    private static @Nullable Object value(Record data, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(data);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(data.getClass().getName() + "." + component.getName() + "() threw", e
                    .getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(data.getClass().getName() + " cannot be read", e);
        }
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
