package io.reeve.modules.prometheus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readers of the cluster's data: maps, lists and values as JSON has them. What is missing or of another type is empty. */
final class DataReader {
    private DataReader() {}

    /** A map. */
    static Map<?, ?> map(@Nullable Object data) {
        return data instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A map in a map. */
    static Map<?, ?> map(@Nullable Object data, String key) {
        return map(map(data).get(key));
    }

    /** The maps of a list in a map. */
    static List<Map<?, ?>> maps(@Nullable Object data, String key) {
        return list(data, key).stream().<Map<?, ?>>map(DataReader::map).toList();
    }

    /** A list in a map. */
    static List<?> list(@Nullable Object data, String key) {
        return map(data).get(key) instanceof List<?> list ? list : List.of();
    }

    /** A value in a map as text. */
    static String text(@Nullable Object data, String key) {
        Object value = map(data).get(key);
        return value == null ? "" : value.toString();
    }

    /** A number in a map. */
    static Optional<Double> number(@Nullable Object data, String key) {
        return map(data).get(key) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** The part of an address before the last colon, which is the host: {@code 10.0.0.1:6800/0}. */
    static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
