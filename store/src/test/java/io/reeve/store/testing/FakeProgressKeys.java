package io.reeve.store.testing;

import io.reeve.api.FrozenException;
import io.reeve.api.MgrException;
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
    /** The key that cannot be written; empty for none. */
    public volatile String broken = "";
    /** Runs after each look whether progress events are on, before that is answered. */
    public volatile Runnable asked = () -> {};

    /** The text of a key; empty if there is none. */
    public String text(String key) {
        return get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }

    @Override
    public Optional<byte[]> get(String key) {
        Optional<byte[]> value = Optional.ofNullable(stored.get(key));
        if (key.equals(ENABLED)) {
            asked.run();
        }
        return value;
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
        if (key.equals(broken)) {
            throw new MgrException(key + " cannot be written");
        }
        writes.add(key);
        if (value == null) {
            stored.remove(key);
        } else {
            stored.put(key, value);
        }
    }
}
