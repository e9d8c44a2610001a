package io.reeve.modulehost;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a handler gives as data into maps, lists and values of the JDK alone, on the module's own thread. So whoever
 * renders it never holds a class of the module, and a value that cannot be rendered fails where it was made.
 */
final class PlainData {
    private PlainData() {}

    /** An {@link IllegalArgumentException} names what is not data. */
    static @Nullable Object of(@Nullable Object value) throws ReflectiveOperationException {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Integer _,Long _,Short _,Byte _,Double _,Float _,BigInteger _,BigDecimal _ -> value;
            case Number n -> n.longValue();
            case Enum<?> e -> e.name();
            case Optional<?> o -> of(o.orElse(null));
            case Map<?, ?> m -> map(m);
            case Iterable<?> i when !(i instanceof Path) -> list(i);
            case Record r -> record(r);
            case Character _,TemporalAccessor _,Duration _,UUID _,URI _,Path _ -> value.toString();
            case Object a when a.getClass().isArray() -> array(a);
            default -> throw new IllegalArgumentException("a " + value.getClass().getName()
                    + " is not data: use Map, List, String, Number, Boolean, enums or a record of these");
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) throws ReflectiveOperationException {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            plain.put(String.valueOf(e.getKey()), of(e.getValue()));
        }
        return plain;
    }

    private static List<@Nullable Object> list(Iterable<?> items) throws ReflectiveOperationException {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object item : items) {
            plain.add(of(item));
        }
        return plain;
    }

    private static List<@Nullable Object> array(Object array) throws ReflectiveOperationException {
        List<@Nullable Object> plain = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            plain.add(of(Array.get(array, i)));
        }
        return plain;
    }

    private static Map<String, @Nullable Object> record(Record value) throws ReflectiveOperationException {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            try {
                plain.put(component.getName(), of(accessor.invoke(value)));
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(component.getName() + "() of " + value.getClass().getName()
                        + " threw " + Described.oneLine(e.getCause() == null ? e : e.getCause()), e);
            }
        }
        return plain;
    }
}
