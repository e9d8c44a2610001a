package io.reeve.store.configkey;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.store.TooLargeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The local copy of config-key. Reads take no lock. Every change carries the transaction id (zxid) of the state that it
 * describes, and a change that is older than the copy is ignored: in whatever order own writes and answers of reads
 * arrive, the newest stays.
 *
 * <p>A deleted key leaves a tombstone; otherwise an older answer still under way would bring it back. Tombstones are dropped
 * after five minutes, when no such answer can be under way.
 */
final class KeyCache {
    private static final long TOMBSTONE_NANOS = 300_000_000_000L;

    /** Half of ZooKeeper's largest answer. Hashing keeps buckets far smaller; only keys made to collide get here. */
    static final int MAX_NAME_BYTES = 512 * 1024;

    /** The known state of a key. Compared by identity: another object means that a newer state has arrived. */
    static final class Slot {
        private final byte @Nullable [] value;
        private final long zxid;
        private final int version;

        private Slot(byte @Nullable [] value, long zxid, int version) {
            this.value = value;
            this.zxid = zxid;
            this.version = version;
        }

        /** Whether the key exists; false for a tombstone. */
        boolean live() {
            return value != null;
        }

        /** The transaction that wrote it; of a tombstone, the first transaction that is newer. */
        long zxid() {
            return zxid;
        }

        /** The node's version. */
        int version() {
            return version;
        }
    }

    private record Grave(String key, Slot slot, long since) {}

    private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, byte[]> sorted = new ConcurrentSkipListMap<>();
    private final Object lock = new Object();
    private final long limit;
    private final int bucketLimit;
    private final LongSupplier nanoTime;
    private final Consumer<String> changed;

    @GuardedBy("lock")
    private final ArrayDeque<Grave> graves = new ArrayDeque<>();

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private long reserved;

    /** The size in bytes of the names of each bucket's nodes: the answer to a list of its children. */
    @GuardedBy("lock")
    private final Map<String, Integer> nameBytes = new HashMap<>();

    /**
     * @param limit       the largest size of all keys and values together, in bytes
     * @param bucketLimit the largest size of the names of one bucket's nodes together, in bytes
     * @param nanoTime    the clock for tombstones
     * @param changed     called with every key whose value has changed; must not block
     */
    KeyCache(long limit, int bucketLimit, LongSupplier nanoTime, Consumer<String> changed) {
        this.limit = limit;
        this.bucketLimit = bucketLimit;
        this.nanoTime = nanoTime;
        this.changed = changed;
    }

    Optional<byte[]> get(String key) {
        Slot slot = slots.get(key);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.value);
    }

    @Nullable
    Slot slot(String key) {
        return slots.get(key);
    }

    /** Whether the cache has the state of this transaction, or a newer one. */
    boolean knows(String key, long zxid) {
        Slot slot = slots.get(key);
        return slot != null && (slot.live() ? slot.zxid >= zxid : slot.zxid > zxid);
    }

    /** The live keys and their values; a view that changes with the cache. */
    NavigableMap<String, byte[]> sorted() {
        return sorted;
    }

    /** The size of the names in the largest bucket, in bytes. */
    int longestBucket() {
        synchronized (lock) {
            return nameBytes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** The states of all keys, tombstones included, as they are now. */
    Map<String, Slot> slots() {
        return Map.copyOf(slots);
    }

    /** The live keys of each bucket, as they are now. */
    Map<String, List<String>> byBucket() {
        Map<String, List<String>> keys = new HashMap<>();
        for (String key : sorted.keySet()) {
            keys.computeIfAbsent(KeyNames.of(key).bucket(), _ -> new ArrayList<>()).add(key);
        }
        return keys;
    }

    /** Takes the state of a node that was read or written, unless a newer one is known. Returns the previous state. */
    @Nullable
    Slot found(String key, byte[] value, long mzxid, int version) {
        synchronized (lock) {
            Slot old = slots.get(key);
            if (old == null || mzxid > old.zxid || (mzxid == old.zxid && !old.live())) {
                put(key, old, new Slot(value, mzxid, version));
            }
            return old;
        }
    }

    /** Marks a key as missing in the state of this transaction, unless a newer state is known. */
    void goneAt(String key, long zxid) {
        synchronized (lock) {
            Slot old = slots.get(key);
            if (old == null || zxid >= old.zxid) {
                put(key, old, new Slot(null, zxid + 1, -1));
            }
        }
    }

    /**
     * Marks a key as missing after a read found no node. Such an answer carries no transaction id, so it is taken only if
     * the key's state has not changed since the read was sent.
     *
     * @param before the state that was known when the read was sent
     * @return whether it was taken; if not, read again
     */
    boolean missing(String key, @Nullable Slot before) {
        synchronized (lock) {
            if (slots.get(key) != before) {
                return false;
            }
            long zxid = before == null ? 0 : before.live() ? before.zxid + 1 : before.zxid;
            put(key, before, new Slot(null, zxid, -1));
            return true;
        }
    }

    /**
     * Reserves room for a value until {@link #release}.
     *
     * @return the bytes that were reserved
     * @throws TooLargeException if there is no room
     */
    long reserve(KeyNames names, int length) {
        String key = names.key();
        synchronized (lock) {
            byte @Nullable [] old = sorted.get(key);
            if (old == null && nameBytes.getOrDefault(names.bucket(), 0) + names.name().length() > bucketLimit) {
                throw new TooLargeException(
                        "error: bucket " + names.bucket() + " of config-key is full: use another key");
            }
            long more = old == null ? length + (long) KeyNames.utf8Length(key) : Math.max(0, length - old.length);
            if (more > 0 && bytes + reserved + more > limit) {
                throw new TooLargeException("error: config-key holds " + (bytes + reserved) + " of at most " + limit
                        + " bytes, " + more + " more do not fit: remove keys");
            }
            reserved += more;
            return more;
        }
    }

    void release(long more) {
        synchronized (lock) {
            reserved -= more;
        }
    }

    @GuardedBy("lock")
    private void put(String key, @Nullable Slot old, Slot slot) {
        byte @Nullable [] before = old == null ? null : old.value;
        slots.put(key, slot);
        if (slot.value != null) {
            sorted.put(key, slot.value);
        } else {
            sorted.remove(key);
            graves.add(new Grave(key, slot, nanoTime.getAsLong()));
        }
        bytes += size(key, slot.value) - size(key, before);
        if ((before == null) != (slot.value == null)) {
            KeyNames names = KeyNames.of(key);
            nameBytes.merge(names.bucket(), before == null ? names.name().length() : -names.name().length(),
                    Integer::sum);
        }
        removeOldGraves();
        if (!Arrays.equals(before, slot.value)) {
            changed.accept(key);
        }
    }

    @GuardedBy("lock")
    private void removeOldGraves() {
        long now = nanoTime.getAsLong();
        for (Grave g = graves.peek(); g != null && now - g.since > TOMBSTONE_NANOS; g = graves.peek()) {
            graves.remove();
            slots.remove(g.key, g.slot);
        }
    }

    private static long size(String key, byte @Nullable [] value) {
        return value == null ? 0 : value.length + (long) KeyNames.utf8Length(key);
    }
}
