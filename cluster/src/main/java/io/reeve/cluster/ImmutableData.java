package io.reeve.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deep copies of data that cannot be changed. */
public final class ImmutableData {
    private ImmutableData() {}

    /** An immutable copy, keys in their order; maps and lists inside it are copied too. Values may be null. */
    @SuppressWarnings("NullAway") // null is a value of some keys of mgr dump
    public static Map<String, Object> map(Map<String, Object> data) {
        Map<String, Object> out = new LinkedHashMap<>();
        data.forEach((key, value) -> out.put(key, value(value)));
        return Collections.unmodifiableMap(out);
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, inner) -> out.put(key, value(inner)));
                yield Collections.unmodifiableMap(out);
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.forEach(inner -> out.add(value(inner)));
                yield Collections.unmodifiableList(out);
            }
            case null, default -> value;
        };
    }
}
