package io.reeve.store.configkey;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.election.ClusterPaths;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import io.reeve.store.configkey.KeyCache.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresher of the {@link KeyCache}. One recursive watch on config-key reports changed nodes; one thread reads them,
 * unless the cache has their state already from an own write. Events may be lost with a connection, so after a reconnect
 * everything is read again.
 *
 * <p>The thread works through tasks in order: read one key; read everything; a barrier, done when everything before it is in
 * the cache. While the copy is known to be behind (connection lost, a read failed), single keys are not read: only a full
 * load, which begins with a sync, makes sure that the connected server does not return old states.
 */
final class KeyRefresher implements KeyWatch.Sink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyRefresher.class);
    private static final int READS_IN_FLIGHT = 128;
    private static final long RETRY_MILLIS = 1_000;
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private sealed interface Task {
        record Key(String key) implements Task {}

        record LoadAll() implements Task {}

        /** A point in the queue; compared by identity. */
        final class Barrier implements Task {
            private final CompletableFuture<Boolean> passed = new CompletableFuture<>();
        }
    }

    private final CuratorFramework client;
    private final NodeReads reads;
    private final ClusterPaths paths;
    private final KeyCache cache;
    private final KeyLoader loader;
    private final KeyWatch watch;
    private final Thread thread = Thread.ofPlatform().daemon().name("config-key-refresh").unstarted(this::run);
    private final Semaphore inFlight = new Semaphore(READS_IN_FLIGHT);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final LogOnce garbage = new LogOnce(log);
    private final Set<String> buckets = ConcurrentHashMap.newKeySet();
    private final OwnWrites writing = new OwnWrites();
    private final Consumer<String> wentBack;

    /** The barriers that wait for the next full load. Confined to the thread. */
    private final List<Task.Barrier> afterLoad = new ArrayList<>();

    /** Whether changes may be missing for which no event will come. */
    private volatile boolean behind = true;

    /** Whether the watch is set in this session. */
    private volatile boolean watched;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final LinkedHashSet<Task> tasks = new LinkedHashSet<>();

    /** @param wentBack called with the reason when ZooKeeper shows an older state than before; must not block */
    KeyRefresher(CuratorFramework client, ClusterPaths paths, KeyCache cache, Consumer<String> wentBack) {
        this.client = client;
        this.paths = paths;
        this.cache = cache;
        this.wentBack = wentBack;
        this.reads = new NodeReads(client);
        this.loader = new KeyLoader(reads, paths, cache, this);
        this.watch = new KeyWatch(client, paths, this);
    }

    /** Sets the watch and reads everything. Waits without a limit. */
    void start() throws InterruptedException {
        thread.start();
        watch.start();
        while (!loaded.await(TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            log.info("still reading config-key from ZooKeeper ({} keys so far)", cache.sorted().size());
        }
    }

    /** Whether the node of this bucket is known to exist. */
    boolean knowsBucket(String bucket) {
        return buckets.contains(bucket);
    }

    /** Takes whether the node of a bucket exists. */
    @Override
    public void bucket(String bucket, boolean exists) {
        if (exists) {
            buckets.add(bucket);
        } else {
            buckets.remove(bucket);
        }
    }

    /** Takes the list of the buckets whose nodes exist. */
    void bucketsAre(Set<String> existing) {
        buckets.retainAll(existing);
        buckets.addAll(existing);
    }

    /** Has a key read again. */
    void again(String key) {
        add(new Task.Key(key));
    }

    /** Waits until everything that was committed before the call is in the cache; false after the timeout. */
    boolean sync(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Read synced = NodeReads.await(c -> reads.sync(paths.root(), c), timeout);
        if (!(synced instanceof Read.Found)) {
            return false;
        }
        Task.Barrier barrier = new Task.Barrier();
        add(barrier);
        try {
            long left = Math.max(1, deadline - System.nanoTime());
            return barrier.passed.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a barrier never completes exceptionally", e);
        }
    }

    @Override
    public void changed(String bucket, String name, long zxid) {
        key(bucket, name).ifPresent(k -> {
            if (!writing.defers(k.key(), zxid)) {
                againUnlessKnown(k.key(), zxid);
            }
        });
    }

    @Override
    public void strange(String path) {
        garbage.warn(path, "config-key has no nodes at this place");
    }

    @Override
    public void watched() {
        watched = true;
        add(new Task.LoadAll());
    }

    @Override
    public void disconnected(boolean watchGone) {
        if (watchGone) {
            watched = false;
        }
        fellBehind();
    }

    /** Defers events of this key until {@link #written}, as most of them will come from the write itself. */
    void writes(String key) {
        writing.begin(key);
    }

    /** Ends the deferral: the write has succeeded or failed. */
    void written(String key) {
        againUnlessKnown(key, writing.end(key));
    }

    private void againUnlessKnown(String key, long zxid) {
        if (zxid != OwnWrites.NOTHING && !cache.knows(key, zxid)) {
            again(key);
        }
    }

    private void fellBehind() {
        behind = true;
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** The key of a node; empty, with a warning, if it is not that of a key. */
    Optional<KeyNames> key(String bucket, String name) {
        Optional<KeyNames> key = KeyNames.parse(bucket, name);
        if (key.isEmpty()) {
            garbage.warn(paths.configKey() + "/" + bucket + "/" + name, "not the name of a key in this bucket");
        }
        return key;
    }

    private void add(Task task) {
        synchronized (lock) {
            tasks.add(task);
            lock.notifyAll();
        }
    }

    private Task next() throws InterruptedException {
        synchronized (lock) {
            while (tasks.isEmpty()) {
                lock.wait(behind ? RETRY_MILLIS : 0);
                if (tasks.isEmpty() && behind && client.getZookeeperClient().isConnected()) {
                    return new Task.LoadAll();
                }
            }
            Iterator<Task> first = tasks.iterator();
            Task task = first.next();
            first.remove();
            return task;
        }
    }

    private void run() {
        try {
            while (true) {
                switch (next()) {
                    case Task.Key(String key) -> readOne(key);
                    case Task.LoadAll _ -> loadAll();
                    case Task.Barrier barrier -> pass(barrier);
                }
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    private void readOne(String key) throws InterruptedException {
        if (!behind) {
            read(KeyNames.of(key));
        }
    }

    /** Reads a key into the cache; blocks while too many reads are under way. */
    void read(KeyNames key) throws InterruptedException {
        inFlight.acquire();
        readData(key);
    }

    /** Tells that ZooKeeper has an older state of a key than it had shown before. */
    void wentBack(String key) {
        wentBack.accept("config-key has an older state of '" + key + "' than was there");
    }

    /**
     * Reads a key into the cache if its node has changed.
     *
     * @param before the state that was known before the sync with which this load began
     */
    void readIfChanged(KeyNames key, @Nullable Slot before) throws InterruptedException {
        @Nullable
        Slot known = cache.slot(key.key());
        if (known == null) {
            read(key);
            return;
        }
        inFlight.acquire();
        reads.stat(key.path(paths), answer -> {
            if (answer instanceof Read.Found found && before != null && found.zxid() < before.zxid()) {
                wentBack(key.key());
            }
            if (answer instanceof Read.Found found && found.zxid() >= known.zxid() + (known.live() ? 1 : 0)) {
                readData(key);
            } else {
                arrived(key, known, answer instanceof Read.Found ? Optional.empty() : Optional.of(answer));
            }
        });
    }

    private void readData(KeyNames key) {
        @Nullable
        Slot before = cache.slot(key.key());
        reads.data(key.path(paths), answer -> arrived(key, before, Optional.of(answer)));
    }

    private void arrived(KeyNames key, @Nullable Slot before, Optional<Read> answer) {
        try {
            answer.ifPresent(a -> take(key, before, a));
        } finally {
            inFlight.release();
        }
    }

    /** Takes an answer into the cache. */
    void take(KeyNames key, @Nullable Slot before, Read answer) {
        switch (answer) {
            case Read.Found found when found.data().length > ConfigKeyStore.MAX_VALUE_BYTES -> {
                garbage.warn(key.path(paths), "its " + found.data().length + " bytes are more than a value may have");
                cache.goneAt(key.key(), found.zxid() - 1); // a key whose node is read again with each load
            }
            case Read.Found found ->
                cache.found(key.key(), found.data(), found.zxid(), found.version());
            case Read.Missing _ -> {
                if (!cache.missing(key.key(), before)) {
                    again(key.key());
                }
            }
            case Read.Failed(String why) -> {
                log.debug("could not read {}: {}", key.path(paths), why);
                fellBehind();
            }
        }
    }

    private void loadAll() throws InterruptedException {
        if (!watched) {
            watch.set();
        }
        drain();
        behind = false;
        synchronized (lock) {
            tasks.removeIf(t -> t instanceof Task.Key);
        }
        long start = System.nanoTime();
        boolean complete = loader.load();
        drain();
        if (!complete) {
            behind = true;
        }
        if (behind || !watched) {
            return;
        }
        log.debug("read {} keys in {} ms", cache.sorted().size(), (System.nanoTime() - start) / 1_000_000);
        loaded.countDown();
        afterLoad.forEach(b -> b.passed.complete(true));
        afterLoad.clear();
    }

    private void pass(Task.Barrier barrier) throws InterruptedException {
        for (String key : writing.deferred()) {
            readOne(key);
        }
        drain();
        if (behind || !watched) {
            afterLoad.add(barrier);
        } else {
            barrier.passed.complete(true);
        }
    }

    /** Waits until no read is under way. */
    private void drain() throws InterruptedException {
        inFlight.acquire(READS_IN_FLIGHT);
        inFlight.release(READS_IN_FLIGHT);
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}
