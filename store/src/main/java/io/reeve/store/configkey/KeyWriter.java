package io.reeve.store.configkey;

import io.reeve.api.FrozenException;
import io.reeve.api.StoreException;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import io.reeve.store.configkey.KeyCache.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The writer of keys: one transaction each, after which the cache is updated. Writes of the same key are serialized. A write
 * that finds the nodes in another state than the cache reads them and tries again.
 */
final class KeyWriter {
    private static final byte[] NOTHING = {};
    private static final int ATTEMPTS = 20;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final NodeReads reads;
    private final ClusterPaths paths;
    private final KeyCache cache;
    private final KeyRefresher refresher;
    private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(512).toArray(ReentrantLock[]::new);

    KeyWriter(NodeReads reads, ClusterPaths paths, KeyCache cache, KeyRefresher refresher) {
        this.reads = reads;
        this.paths = paths;
        this.cache = cache;
        this.refresher = refresher;
    }

    /**
     * The assumed state of the nodes in ZooKeeper.
     *
     * @param root    whether the node of config-key exists
     * @param bucket  whether the node of the bucket exists
     * @param version the version of the key's node, or -1
     * @param value   its bytes
     * @param mzxid   the transaction that wrote it
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Nodes(boolean root, boolean bucket, int version, byte[] value, long mzxid) {
        boolean key() {
            return version >= 0;
        }
    }

    void set(FencedWriter writer, KeyNames key, byte[] value) {
        locked(writer, key, () -> {
            long room = cache.reserve(key, value.length);
            try {
                setLocked(writer, key, value);
            } finally {
                cache.release(room);
            }
            return true;
        });
    }

    boolean remove(FencedWriter writer, KeyNames key) {
        return locked(writer, key, () -> removeLocked(writer, key));
    }

    @FunctionalInterface
    private interface Work {
        boolean run() throws InterruptedException;
    }

    private boolean locked(FencedWriter writer, KeyNames key, Work work) {
        refuseFrozen(writer, key);
        ReentrantLock lock = locks[Math.floorMod(key.key().hashCode(), locks.length)];
        try {
            lock.lockInterruptibly();
            try {
                refuseFrozen(writer, key);
                refresher.writes(key.key());
                try {
                    return work.run();
                } finally {
                    refresher.written(key.key());
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted before " + key.key() + " was written: nothing was written", e);
        }
    }

    private static void refuseFrozen(FencedWriter writer, KeyNames key) {
        if (writer.isFrozen()) {
            throw new FrozenException("the manager is frozen: " + key.key() + " was not written; try again");
        }
    }

    private void setLocked(FencedWriter writer, KeyNames key, byte[] value) throws InterruptedException {
        Nodes nodes = believed(key);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            @Nullable
            Slot before = cache.slot(key.key());
            try {
                long zxid = writer.commit(setWrites(nodes, key, value)).getLast();
                refresher.bucket(key.bucket(), true);
                @Nullable
                Slot meanwhile = cache.found(key.key(), value, zxid, nodes.version + 1);
                if (meanwhile != before && (meanwhile == null || !meanwhile.live() || meanwhile.zxid() != zxid)) {
                    refresher.again(key.key()); // A later removal may have been seen first, and would now be undone.
                }
                return;
            } catch (ConflictException e) {
                nodes = read(key);
                boolean ours = nodes.key() && (before == null || nodes.mzxid > before.zxid());
                if (ours && Arrays.equals(nodes.value, value)) {
                    return; // The value is stored: by this write, sent twice, or by another that wrote the same.
                }
            }
        }
        throw new StoreException("error: " + key.key() + " was not written: others changed it at each of " + ATTEMPTS
                + " attempts");
    }

    private List<Write> setWrites(Nodes nodes, KeyNames key, byte[] value) {
        List<Write> writes = new ArrayList<>();
        if (!nodes.root) {
            writes.add(new Write.Create(paths.configKey(), NOTHING));
        }
        if (!nodes.bucket) {
            writes.add(new Write.Create(key.bucketPath(paths), NOTHING));
        }
        writes.add(nodes.key()
                ? new Write.Set(key.path(paths), value, nodes.version)
                : new Write.Create(key.path(paths), value));
        return writes;
    }

    private boolean removeLocked(FencedWriter writer, KeyNames key) throws InterruptedException {
        Nodes nodes = believed(key);
        boolean there = nodes.key();
        if (!there) {
            nodes = read(key);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!nodes.key()) {
                return there;
            }
            there = true;
            try {
                // A delete returns no transaction id; the write of the bucket in the same transaction does.
                long zxid = writer.commit(List.of(new Write.Delete(key.path(paths), nodes.version),
                        new Write.Set(key.bucketPath(paths), NOTHING, -1))).getLast();
                cache.goneAt(key.key(), zxid);
                return true;
            } catch (ConflictException e) {
                nodes = read(key);
            }
        }
        throw new StoreException("error: " + key.key() + " was not removed: others changed it at each of " + ATTEMPTS
                + " attempts");
    }

    private Nodes believed(KeyNames key) {
        @Nullable
        Slot slot = cache.slot(key.key());
        boolean bucket = refresher.knowsBucket(key.bucket());
        return slot == null || !slot.live() || !bucket
                ? new Nodes(true, bucket, -1, NOTHING, 0)
                : new Nodes(true, true, slot.version(), NOTHING, slot.zxid());
    }

    /** Reads the nodes after a sync, and takes the key into the cache. */
    private Nodes read(KeyNames key) throws InterruptedException {
        Read synced = NodeReads.await(c -> reads.sync(paths.root(), c), READ_TIMEOUT);
        Read root = NodeReads.await(c -> reads.stat(paths.configKey(), c), READ_TIMEOUT);
        Read bucket = NodeReads.await(c -> reads.stat(key.bucketPath(paths), c), READ_TIMEOUT);
        @Nullable
        Slot before = cache.slot(key.key());
        Read node = NodeReads.await(c -> reads.data(key.path(paths), answer -> {
            refresher.take(key, before, answer);
            c.accept(answer);
        }), READ_TIMEOUT);
        for (Read read : List.of(synced, root, bucket, node)) {
            if (read instanceof Read.Failed(String why)) {
                throw new StoreException("error: " + key.key() + " was not written: ZooKeeper did not answer: " + why);
            }
        }
        refresher.bucket(key.bucket(), bucket instanceof Read.Found);
        return node instanceof Read.Found(byte[] data, _, int version, long zxid, _)
                ? new Nodes(true, true, version, data, zxid)
                : new Nodes(root instanceof Read.Found, bucket instanceof Read.Found, -1, NOTHING, 0);
    }
}
