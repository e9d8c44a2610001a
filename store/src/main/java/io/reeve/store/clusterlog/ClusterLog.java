package io.reeve.store.clusterlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.NodeReads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster log: the last 1,000 lines of managers and modules, in ZooKeeper, so that they survive a failover.
 *
 * <p>{@link #append} only queues. While a {@link FencedWriter} is attached, one thread writes the queued lines: those of
 * 100 ms, at most 200 lines or 32 KiB, as one node. The same transaction deletes the oldest nodes that are not needed for
 * 1,000 lines. Lines that cannot be written (frozen, not attached) wait; when 2,000 lines wait, new ones are dropped and
 * counted. All methods may be called from any thread.
 */
public final class ClusterLog implements AutoCloseable {
    /** The number of lines that are kept. */
    public static final int KEPT = 1_000;

    private static final Logger log = LoggerFactory.getLogger(ClusterLog.class);
    private static final int MAX_LINES = 200;
    private static final long FLUSH_MILLIS = 100;

    private final ClusterPaths paths;
    private final LogNodes nodes;
    private final LogQueue queue;
    private final List<Consumer<List<LogEntry>>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("cluster-log").unstarted(this::run);
    private final Object lock = new Object();
    /** Released when a caller waits for the lines: they are written without a pause to gather more. */
    private final Semaphore hurry = new Semaphore(0);

    @GuardedBy("lock")
    private @Nullable FencedWriter attached;

    /** The writer for which {@link #batches} was read. Confined to the thread, as the next two. */
    private @Nullable FencedWriter loadedFor;

    private NavigableMap<String, LogBatch> batches = new TreeMap<>(LogBatch.ORDER);

    /** The batch that was sent and is not known to be persisted. */
    private @Nullable LogBatch pending;

    /** The persisted lines while attached and loaded, or null. */
    private volatile @Nullable List<LogEntry> current;

    /** @param clock for the stamps of lines */
    public ClusterLog(CuratorFramework client, ClusterPaths paths, InstantSource clock) {
        this(client, paths, clock, System::nanoTime, LogQueue.QueueLimits.DEFAULT);
    }

    ClusterLog(CuratorFramework client, ClusterPaths paths, InstantSource clock, LongSupplier nanoTime,
            LogQueue.QueueLimits limits) {
        this.paths = paths;
        this.nodes = new LogNodes(new NodeReads(client), paths);
        this.queue = new LogQueue(limits, clock, nanoTime);
        thread.start();
    }

    /** Appends a line. Never blocks; lines of a source that logs too much are dropped, and a line says how many. */
    public void append(String name, ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        boolean _ = offer(name, channel, priority, message);
    }

    /** Appends a line as {@link #append} does; false if it was dropped. */
    boolean offer(String name, ClusterLogChannel channel, ClusterLogPriority priority, String message) {
        return queue.add(name, channel, priority, message);
    }

    /** Has lines written by this writer from now on. Does not block. */
    public void attach(FencedWriter writer) {
        synchronized (lock) {
            attached = writer;
            lock.notifyAll();
        }
    }

    /** Stops writing: this manager no longer leads, and lines wait. Does not block. */
    public void detach() {
        synchronized (lock) {
            attached = null;
            current = null;
        }
    }

    /**
     * Writes all lines appended before the call at once, and waits until {@link #last} has them; false after the timeout.
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (queue.size() > 0) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            hurry.release();
            Thread.sleep(5);
        }
        return true;
    }

    /** Adds a listener for persisted lines; on the active only. It runs on the log's thread and must not block. */
    public void onWritten(Consumer<List<LogEntry>> listener) {
        listeners.add(listener);
    }

    /**
     * The last persisted lines, oldest first. On a standby they are read from ZooKeeper.
     *
     * @param count   the largest number of lines
     * @param least   only lines of this priority and above
     * @param channel only lines of this channel; null for all
     * @throws io.reeve.api.StoreException if ZooKeeper did not answer
     */
    public List<LogEntry> last(int count, ClusterLogPriority least, @Nullable ClusterLogChannel channel)
            throws InterruptedException {
        List<LogEntry> lines = current;
        if (lines == null) {
            lines = LogNodes.lines(nodes.read(), KEPT);
        }
        List<LogEntry> wanted = lines.stream()
                .filter(l -> l.priority().compareTo(least) >= 0 && (channel == null || l.channel() == channel))
                .toList();
        return wanted.subList(Math.max(0, wanted.size() - Math.max(0, count)), wanted.size());
    }

    private void run() {
        try {
            while (true) {
                FencedWriter writer = awaitWriter();
                try {
                    writeAll(writer);
                } catch (NotActiveException e) {
                    log.debug("not active any more: {} lines wait", queue.size(), e);
                    detachFrom(writer);
                } catch (MgrException | ConflictException e) {
                    log.debug("the cluster log was not written, and waits", e);
                } catch (RuntimeException e) {
                    log.error("the cluster log was not written, and waits", e);
                }
                if (hurry.tryAcquire(FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
                    hurry.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    private FencedWriter awaitWriter() throws InterruptedException {
        synchronized (lock) {
            while (attached == null) {
                lock.wait();
            }
            return attached;
        }
    }

    private void detachFrom(FencedWriter writer) {
        synchronized (lock) {
            if (writer.equals(attached)) {
                detach();
            }
        }
    }

    private void writeAll(FencedWriter writer) throws InterruptedException, ConflictException {
        if (writer.isFrozen()) {
            return;
        }
        if (!writer.equals(loadedFor)) {
            load(writer);
        }
        List<LogEntry> lines = queue.peek(MAX_LINES);
        while (!lines.isEmpty()) {
            LogBatch batch = pending == null ? LogBatch.of(lines, nextSeq()) : pending;
            pending = batch;
            write(writer, batch);
            lines = queue.peek(MAX_LINES);
        }
    }

    /** Reads the stored batches, which may include the one that was sent before. */
    private void load(FencedWriter writer) throws InterruptedException, ConflictException {
        loadedFor = null;
        batches = LogRenaming.of(writer, paths, nodes.read());
        publish(writer);
        LogBatch sent = pending;
        if (sent != null) {
            LogBatch stored = batches.get(sent.name());
            if (stored != null && Arrays.equals(stored.data(), sent.data())) {
                queue.remove(sent.entries().size());
                tell(sent.entries());
            }
            pending = null;
        }
        loadedFor = writer;
    }

    private void write(FencedWriter writer, LogBatch batch) throws InterruptedException, ConflictException {
        List<String> old = notNeededWith(batch);
        List<Write> writes = new ArrayList<>();
        if (batches.isEmpty() && !nodes.exists()) {
            writes.add(new Write.Create(paths.log(), new byte[0]));
        }
        old.forEach(name -> writes.add(new Write.Delete(paths.log() + "/" + name, -1)));
        writes.add(new Write.Create(paths.log() + "/" + batch.name(), batch.data()));
        try {
            writer.commit(writes);
        } catch (ConflictException e) {
            loadedFor = null; // Written already, but its answer was lost; or changed by hand. The next load shows which.
            throw e;
        }
        old.forEach(batches::remove);
        batches.put(batch.name(), batch);
        publish(writer); // before they leave the queue, which flush waits for
        queue.remove(batch.entries().size());
        pending = null;
        tell(batch.entries());
    }

    private List<String> notNeededWith(LogBatch next) {
        int lines = next.entries().size() + batches.values().stream().mapToInt(b -> b.entries().size()).sum();
        List<String> old = new ArrayList<>();
        if (batches.containsKey(next.name())) { // garbage: a batch with lines has a lower number
            old.add(next.name());
        }
        for (LogBatch batch : batches.values()) {
            if (batch.name().equals(next.name())) {
                continue;
            }
            lines -= batch.entries().size();
            if (lines < KEPT || old.size() == MAX_LINES) {
                break;
            }
            old.add(batch.name());
        }
        return old;
    }

    /** The number after the last batch that has lines; the names of garbage nodes are ignored. */
    private long nextSeq() {
        for (LogBatch batch : batches.descendingMap().values()) {
            if (!batch.entries().isEmpty()) {
                return Long.parseLong(batch.name()) + batch.entries().size();
            }
        }
        return 1;
    }

    private void publish(FencedWriter writer) {
        List<LogEntry> lines = LogNodes.lines(batches, KEPT);
        synchronized (lock) {
            current = writer.equals(attached) ? lines : null;
        }
    }

    private void tell(List<LogEntry> entries) {
        for (Consumer<List<LogEntry>> listener : listeners) {
            try {
                listener.accept(entries);
            } catch (RuntimeException e) {
                log.error("a listener of the cluster log failed on {} lines", entries.size(), e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
