package io.reeve.benchmarks.modules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies data as a whole: what each read would cost if each reader got an object of its own. */
public final class WholeCopy {
    private WholeCopy() {}

    /** New maps and lists all the way down. */
    public static Object of(Object data) {
        if (data instanceof Map<?, ?> map) {
            Map<Object, Object> copy = HashMap.newHashMap(map.size());
            map.forEach((key, value) -> copy.put(key, of(value)));
            return copy;
        }
        if (data instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(value -> copy.add(of(value)));
            return copy;
        }
        return data;
    }
}
