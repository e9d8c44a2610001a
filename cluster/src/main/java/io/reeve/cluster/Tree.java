package io.reeve.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;

/** Makes immutable maps that keep the order of their keys: the objects of {@code get}'s data. */
public final class Tree {
    private final Map<String, Object> map = new LinkedHashMap<>();

    private Tree() {}

    /** An empty one. */
    public static Tree map() {
        return new Tree();
    }

    /** Adds a key; the value must be immutable. */
    public Tree put(String key, Object value) {
        map.put(key, value);
        return this;
    }

    /** Adds all keys of another. */
    public Tree putAll(Map<String, ?> other) {
        map.putAll(other);
        return this;
    }

    /** The map; this object is of no more use. */
    public Map<String, Object> done() {
        return Collections.unmodifiableMap(map);
    }

    /** Collects into an immutable map in the order of the stream. */
    public static <T, V> Collector<T, ?, Map<String, V>> toMap(Function<T, String> key, Function<T, V> value) {
        return Collector.of(LinkedHashMap<String, V>::new, (map, t) -> map.put(key.apply(t), value.apply(t)),
                (a, b) -> {
                    a.putAll(b);
                    return a;
                }, Collections::unmodifiableMap);
    }
}
