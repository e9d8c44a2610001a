package io.reeve.api.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The maker of the objects of which a command's data consists. */
public final class Data {
    private Data() {}

    /**
     * An immutable map that keeps the order of its keys.
     *
     * @param keysAndValues a key, which is a String, and its value, in turn; a value may be null
     * @throws IllegalArgumentException if the last key has no value
     */
    @SuppressWarnings("NullAway") // null is a value of some keys of mgr dump
    public static Map<String, Object> map(@Nullable Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("key '" + keysAndValues[keysAndValues.length - 1] + "' has no value");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            out.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(out);
    }
}
