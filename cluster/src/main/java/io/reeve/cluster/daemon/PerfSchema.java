package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The counters of a report and their offsets in its numbers. Shared by all daemons that declare the same counters. */
public final class PerfSchema {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\,=}]");
    static final PerfSchema NONE = new PerfSchema(new Key(List.of()));

    /** The key of a schema: its counters, hashed once. */
    static final class Key {
        private final List<PerfCounter> counters;
        private final int hash;

        Key(List<PerfCounter> counters) {
            this.counters = counters;
            this.hash = counters.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Key other && hash == other.hash && counters.equals(other.counters);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final Key key;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, PerfCounter> byPath;
    private final int[] offsets;
    private final int width;
    private final long bytes;

    PerfSchema(Key key) {
        this.key = key;
        this.offsets = new int[key.counters.size()];
        Map<String, PerfCounter> sorted = new TreeMap<>();
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            PerfCounter counter = key.counters.get(i);
            offsets[i] = at;
            at += counter.width();
            String path = key(counter);
            positions.put(path, i);
            sorted.put(path, counter);
        }
        this.width = at;
        this.bytes = KeptSize.schema(key.counters);
        this.byPath = Collections.unmodifiableMap(new LinkedHashMap<>(sorted));
    }

    /** An estimate of the heap that it takes. */
    long bytes() {
        return bytes;
    }

    /** The counters, in the order of their numbers. */
    public List<PerfCounter> counters() {
        return key.counters;
    }

    /** The counters by {@link #key}, sorted. */
    public Map<String, PerfCounter> byPath() {
        return byPath;
    }

    /** The number of numbers in a report. */
    int width() {
        return width;
    }

    /** The index of a counter in {@link #counters}; -1 if there is none. */
    int position(String path) {
        return positions.getOrDefault(path, -1);
    }

    int offset(int position) {
        return offsets[position];
    }

    /**
     * The path of a counter, followed by its labels if it has any, sorted: <code>path{a=b,c=d}</code>. In names and values
     * of labels a backslash stands before each backslash, comma, equals sign and closing brace, so that no two sets of
     * labels are written alike.
     */
    public static String key(PerfCounter counter) {
        if (counter.labels().isEmpty()) {
            return counter.path();
        }
        StringBuilder out = new StringBuilder(counter.path()).append('{');
        new TreeMap<>(counter.labels())
                .forEach((k, v) -> out.append(escaped(k)).append('=').append(escaped(v)).append(','));
        out.setCharAt(out.length() - 1, '}');
        return out.toString();
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
