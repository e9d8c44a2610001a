package io.reeve.store.testing;

import io.reeve.api.FrozenException;
import io.reeve.store.progress.ProgressKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Config-keys in memory, which outlive the leaderships of a test. */
public final class FakeProgressKeys implements ProgressKeys {
    public final ConcurrentSkipListMap<String, byte[]> stored = new ConcurrentSkipListMap<>();
    /** The keys that were written, one for each write. */
    public final List<String> writes = new CopyOnWriteArrayList<>();
    /** Whether writes are refused. */
    public volatile boolean frozen;

    /** The text of a key; empty if there is none. */
    public String text(String key) {
        return get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(stored.get(key));
    }

    @Override
    public SortedMap<String, byte[]> prefix(String prefix) {
        return new TreeMap<>(stored.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        if (frozen) {
            throw new FrozenException("frozen");
        }
        writes.add(key);
        if (value == null) {
            stored.remove(key);
        } else {
            stored.put(key, value);
        }
    }
}
