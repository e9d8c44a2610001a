package io.reeve.cluster;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that many immutable maps share. Each map is an array of values only, so thousands of them are cheap. */
public final class Shape {
    private final String[] keys;
    private final Map<String, Integer> places = new HashMap<>();

    private Shape(String[] keys) {
        this.keys = keys;
        for (int i = 0; i < keys.length; i++) {
            if (places.put(keys[i], i) != null) {
                throw new IllegalArgumentException("key '" + keys[i] + "' is given twice");
            }
        }
    }

    /**
     * A shape with these keys, in this order.
     *
     * @throws IllegalArgumentException if a key is given twice
     */
    public static Shape of(String... keys) {
        return new Shape(keys.clone());
    }

    /**
     * An immutable map of the keys, in their order, to these values, which are not copied.
     *
     * @throws IllegalArgumentException if there are more or fewer values than keys
     */
    public Map<String, Object> row(Object... values) {
        if (values.length != keys.length) {
            throw new IllegalArgumentException(values.length + " values for " + keys.length + " keys");
        }
        return new Row(this, values);
    }

    private static final class Row extends AbstractMap<String, Object> {
        private final Shape shape;
        private final Object[] values;

        Row(Shape shape, Object[] values) {
            this.shape = shape;
            this.values = values;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            Integer place = shape.places.get(key);
            return place == null ? null : values[place];
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return shape.places.containsKey(key);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new Entries(this);
        }
    }

    private static final class Entries extends AbstractSet<Map.Entry<String, Object>> {
        private final Row row;

        Entries(Row row) {
            this.row = row;
        }

        @Override
        public int size() {
            return row.size();
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < row.values.length;
                }

                @Override
                public Map.Entry<String, Object> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Map.Entry<String, Object> entry = Map.entry(row.shape.keys[next], row.values[next]);
                    next++;
                    return entry;
                }
            };
        }
    }
}
