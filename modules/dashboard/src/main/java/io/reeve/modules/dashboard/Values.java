package io.reeve.modules.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reader of cluster data, whose maps and lists have no static types. What is not there, or is of another type, is empty. */
final class Values {
    private Values() {}

    /** A map by text; empty if the value is none. */
    static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        @SuppressWarnings("unchecked") // keys of cluster data are text
        Map<String, Object> typed = (Map<String, Object>) map;
        return typed;
    }

    /** The maps of a list; empty if the value is none. */
    static List<Map<String, Object>> maps(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Values::map).toList() : List.of();
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
