package io.reeve.store.configkey;

import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.store.NodeReads;
import io.reeve.store.TooLargeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;

/**
 * Config-key: byte strings under names, kept in ZooKeeper, with a copy in memory that answers every read. Runs on the
 * active and on standbys alike; only the active has a {@link FencedWriter} to write with.
 *
 * <p>A key has 1 to 1,024 bytes of UTF-8, of any characters ({@link KeyNames} documents the nodes); a value has at most
 * 65,536 bytes. The arrays that reads return are the copy itself and shared by all: they must not be changed.
 *
 * <p>The copy holds only what was persisted. It is up to date with this process's own writes when they return, and learns
 * of others' within a round trip. While ZooKeeper cannot be reached it answers with what it had; after that everything is
 * read again. All methods may be called from any thread.
 *
 * <pre>
 * NEW → STARTED → CLOSED
 * NEW → CLOSED
 * </pre>
 */
public final class ConfigKeyStore implements AutoCloseable {
    /** The longest value. */
    public static final int MAX_VALUE_BYTES = 65_536;

    /** How much all keys and values may have together, unless told otherwise. */
    public static final long DEFAULT_LIMIT_BYTES = 64L * 1024 * 1024;

    private enum State {
        NEW, STARTED, CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final ChangeNotifier notifier = new ChangeNotifier();
    private final KeyCache cache;
    private final KeyRefresher refresher;
    private final KeyWriter writer;

    /** A store with the default limit. */
    public ConfigKeyStore(CuratorFramework client, ClusterPaths paths) {
        this(client, paths, DEFAULT_LIMIT_BYTES);
    }

    /**
     * @param client     for reads and the watch; started, and closed by its owner after this
     * @param limitBytes how many bytes all keys and values may have together
     */
    public ConfigKeyStore(CuratorFramework client, ClusterPaths paths, long limitBytes) {
        cache = new KeyCache(limitBytes, KeyCache.MAX_NAME_BYTES, System::nanoTime, notifier::changed);
        refresher = new KeyRefresher(client, paths, cache);
        writer = new KeyWriter(new NodeReads(client), paths, cache, refresher);
    }

    /** Sets the watch and reads everything; waits for ZooKeeper as long as it takes, saying so in the log. */
    public void start() throws InterruptedException {
        if (!state.compareAndSet(State.NEW, State.STARTED)) {
            throw new IllegalStateException("config-key store is " + state.get() + ", start works once, when NEW");
        }
        refresher.start();
        notifier.start();
    }

    /**
     * Catches up at least to everything that was committed, by whomever, before the call.
     *
     * @return false if that was not reached in this time
     */
    public boolean sync(Duration timeout) throws InterruptedException {
        return refresher.sync(timeout);
    }

    /**
     * Hears of keys that were set to another value or removed, by this node or another. Called on a thread of the store;
     * what changes during a call comes together in the next one.
     */
    public void onChange(Consumer<Set<String>> listener) {
        notifier.listen(listener);
    }

    /** The bytes of a key; shared, not to be changed. */
    public Optional<byte[]> get(String key) {
        return cache.get(key);
    }

    /** Whether the key is there. */
    public boolean exists(String key) {
        return cache.get(key).isPresent();
    }

    /** The keys that start so, whole, and their shared bytes, as they are now. */
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

    /** How many keys there are. */
    int size() {
        return cache.sorted().size();
    }

    /** How many bytes keys and values have together. */
    long bytes() {
        return cache.bytes();
    }

    /**
     * Writes a key; returns when it is persisted and every thread sees it.
     *
     * @throws BadKeyException                        the key cannot be stored
     * @throws TooLargeException                      the value, or all of them, would be too large
     * @throws io.reeve.api.StoreException            not written for another reason
     * @throws io.reeve.api.FrozenException           not sent
     * @throws io.reeve.api.NotActiveException        refused: another manager is active
     * @throws io.reeve.api.OutcomeUnknownException   sent, and not known whether it happened; if it did, it shows later
     */
    public void set(FencedWriter fenced, String key, byte[] value) {
        requireStarted();
        KeyNames names = KeyNames.of(key);
        if (value.length > MAX_VALUE_BYTES) {
            throw new TooLargeException(
                    "error: entry size limited to " + MAX_VALUE_BYTES + " bytes, the value of " + key
                            + " has " + value.length);
        }
        writer.set(fenced, names, value.clone());
    }

    /**
     * Removes a key; returns when that is persisted. Throws as {@link #set}.
     *
     * @return whether it was there
     */
    public boolean remove(FencedWriter fenced, String key) {
        requireStarted();
        return writer.remove(fenced, KeyNames.of(key));
    }

    /** The longest answer that ZooKeeper gives to a list of children, in bytes. */
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
