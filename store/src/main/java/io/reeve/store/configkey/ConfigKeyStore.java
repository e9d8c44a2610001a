package io.reeve.store.configkey;

import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.store.NodeReads;
import io.reeve.store.TooLargeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;

/**
 * The config-key store: byte strings by name, kept in ZooKeeper, with a copy in memory that answers every read. It runs on
 * active and standbys alike; only the active has a {@link FencedWriter} to write with.
 *
 * <p>A key has 1 to 1,024 bytes of UTF-8, of any characters ({@link KeyNames} documents the nodes); a value has at most
 * 65,536 bytes. Reads return the arrays of the copy itself; they must not be changed.
 *
 * <p>The copy holds only what is persisted. It includes this process's own writes when they return, and those of others a
 * round trip later. While ZooKeeper cannot be reached it answers with the last state; after that everything is read
 * again. All methods may be called from any thread.
 *
 * <pre>
 * NEW → STARTED → CLOSED
 * NEW → CLOSED
 * </pre>
 */
public final class ConfigKeyStore implements AutoCloseable {
    /** The longest value in bytes. */
    public static final int MAX_VALUE_BYTES = 65_536;

    /** The default limit for the size of all keys and values together. */
    public static final long DEFAULT_LIMIT_BYTES = 64L * 1024 * 1024;

    private enum State {
        NEW, STARTED, CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final ChangeNotifier notifier = new ChangeNotifier();
    private final List<Consumer<String>> wentBack = new CopyOnWriteArrayList<>();
    private final KeyCache cache;
    private final KeyRefresher refresher;
    private final KeyWriter writer;

    /** A store with the default limit. */
    public ConfigKeyStore(CuratorFramework client, ClusterPaths paths) {
        this(client, paths, DEFAULT_LIMIT_BYTES);
    }

    /**
     * @param client     for reads and the watch; started, and closed by its owner after this store
     * @param limitBytes the largest size of all keys and values together
     */
    public ConfigKeyStore(CuratorFramework client, ClusterPaths paths, long limitBytes) {
        cache = new KeyCache(limitBytes, KeyCache.MAX_NAME_BYTES, System::nanoTime, notifier::changed);
        refresher = new KeyRefresher(client, paths, cache, why -> wentBack.forEach(l -> l.accept(why)));
        writer = new KeyWriter(new NodeReads(client), paths, cache, refresher);
    }

    /** Sets the watch and reads everything. Waits for ZooKeeper without a limit, and logs that it waits. */
    public void start() throws InterruptedException {
        if (!state.compareAndSet(State.NEW, State.STARTED)) {
            throw new IllegalStateException("config-key store is " + state.get() + ", start works once, when NEW");
        }
        refresher.start();
        notifier.start();
    }

    /**
     * Waits until the copy holds everything that anybody committed before the call.
     *
     * @return false after the timeout
     */
    public boolean sync(Duration timeout) throws InterruptedException {
        return refresher.sync(timeout);
    }

    /**
     * Adds a listener for keys that any manager has changed or removed. It is called on a thread of the store; changes
     * during a call are delivered together in the next one.
     */
    public void onChange(Consumer<Set<String>> listener) {
        notifier.listen(listener);
    }

    /**
     * Adds a listener for the case that ZooKeeper shows an older state than it had shown before, since a copy of its data was
     * put back. What the copy in memory holds is not to be trusted then; a new store reads everything. It is called with the
     * reason, perhaps repeatedly, on any thread, and must not block.
     */
    public void onWentBack(Consumer<String> listener) {
        wentBack.add(listener);
    }

    /** The value of a key; shared, must not be changed. */
    public Optional<byte[]> get(String key) {
        return cache.get(key);
    }

    /** Whether the key exists. */
    public boolean exists(String key) {
        return cache.get(key).isPresent();
    }

    /** The keys with a prefix and their values, as they are now. Keys are whole; values are shared and must not be changed. */
    public SortedMap<String, byte[]> prefix(String prefix) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (var entry : cache.sorted().tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    /** The number of keys. */
    public int size() {
        return cache.sorted().size();
    }

    /** The size of all keys and values together, in bytes. */
    public long bytes() {
        return cache.bytes();
    }

    /**
     * Sets a key; returns when it is persisted and visible to every thread.
     *
     * @throws BadKeyException                        if the key cannot be stored
     * @throws TooLargeException                      if the value, or all values together, would be too large
     * @throws io.reeve.api.StoreException            if it was not written for another reason
     * @throws io.reeve.api.FrozenException           if the manager is frozen; nothing was sent
     * @throws io.reeve.api.NotActiveException        if another manager is active
     * @throws io.reeve.api.OutcomeUnknownException   if the outcome is unknown; a write that happened becomes visible later
     */
    public void set(FencedWriter fenced, String key, byte[] value) {
        requireStarted();
        check(key, value);
        writer.set(fenced, KeyNames.of(key), value.clone());
    }

    /** Throws what {@link #set} throws for a key or value that can never be kept. */
    static void check(String key, byte[] value) {
        KeyNames _ = KeyNames.of(key);
        if (value.length > MAX_VALUE_BYTES) {
            throw new TooLargeException(
                    "error: entry size limited to " + MAX_VALUE_BYTES + " bytes, the value of " + key
                            + " has " + value.length);
        }
    }

    /**
     * Removes a key; returns when that is persisted. Throws the same exceptions as {@link #set}.
     *
     * @return whether the key existed
     */
    public boolean remove(FencedWriter fenced, String key) {
        requireStarted();
        return writer.remove(fenced, KeyNames.of(key));
    }

    /** The size of the names in the largest bucket, in bytes, for tests. */
    int longestBucket() {
        return cache.longestBucket();
    }

    private void requireStarted() {
        if (state.get() != State.STARTED) {
            throw new IllegalStateException("config-key store is " + state.get() + ", not STARTED");
        }
    }

    @Override
    public void close() {
        state.set(State.CLOSED);
        refresher.close();
        notifier.close();
    }
}
