package io.reeve.cluster;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that many immutable maps share: a row of them is an array of values, so thousands are cheap to make. */
public final class Shape {
    private final String[] keys;
    private final Map<String, Integer> places = new HashMap<>();

    private Shape(String[] keys) {
        this.keys = keys;
        for (int i = 0; i < keys.length; i++) {
            if (places.put(keys[i], i) != null) {
                throw new IllegalArgumentException("key '" + keys[i] + "' is there twice");
            }
        }
    }

    public static Shape of(String... keys) {
        return new Shape(keys.clone());
    }

    /** An immutable map of the keys, in their order, to these values. */
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
