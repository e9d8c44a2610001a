package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The counters of a report: which there are, and where in the numbers each begins. Shared by all daemons that are alike. */
public final class PerfSchema {
    static final PerfSchema NONE = new PerfSchema(new Key(List.of()));

    /** By which a schema is found: its counters, with their hash made once. */
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
        this.byPath = Collections.unmodifiableMap(new LinkedHashMap<>(sorted));
    }

    /** In the order of the numbers. */
    public List<PerfCounter> counters() {
        return key.counters;
    }

    /** By path, sorted. */
    public Map<String, PerfCounter> byPath() {
        return byPath;
    }

    /** How many numbers a report has. */
    int width() {
        return width;
    }

    /** The position among {@link #counters}; -1 if there is none. */
    int position(String path) {
        return positions.getOrDefault(path, -1);
    }

    int offset(int position) {
        return offsets[position];
    }

    /** The path; with labels {@code path{a=b,c=d}}, sorted. */
    public static String key(PerfCounter counter) {
        if (counter.labels().isEmpty()) {
            return counter.path();
        }
        StringBuilder out = new StringBuilder(counter.path()).append('{');
        new TreeMap<>(counter.labels()).forEach((k, v) -> out.append(k).append('=').append(v).append(','));
        out.setCharAt(out.length() - 1, '}');
        return out.toString();
    }
}
