package io.reeve.modulehost.instance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.NotifyType;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of notifications for one module, delivered in order on a thread of the module. A change that is already waiting
 * is not queued twice, and a freeze and its thaw cancel out while both wait. When the queue is full, the oldest change is
 * dropped. Nothing is delivered before {@link #open}.
 */
public final class NotificationQueue {
    /** A notification. */
    sealed interface Item {
        /** A change. {@code nth} distinguishes events; it is 0 for changes of state, which are merged. */
        record Changed(NotifyType type, String id, long nth) implements Item {}

        /** A change of options. */
        record OptionsChanged() implements Item {}

        /** The freeze of the manager. */
        record Frozen() implements Item {}

        /** The end of a freeze. */
        record Thawed() implements Item {}
    }

    private final int capacity;
    private final Consumer<Item> deliver;
    private final Runnable dropped;
    private final ThreadPoolExecutor thread;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final LinkedHashSet<Item> waiting = new LinkedHashSet<>();
    @GuardedBy("lock")
    private long events;
    /** Whether a thread delivers, or nobody may yet. */
    @GuardedBy("lock")
    private boolean delivering = true;
    @GuardedBy("lock")
    private boolean closed;

    /**
     * Creates an empty queue.
     *
     * @param deliver delivers a notification to the module; never throws
     * @param dropped called for each notification that is dropped
     */
    NotificationQueue(int capacity, ThreadFactory factory, Consumer<Item> deliver, Runnable dropped) {
        this.capacity = capacity;
        this.deliver = deliver;
        this.dropped = dropped;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

    /** Queues a change. */
    public void changed(NotifyType type, String id) {
        synchronized (lock) {
            events++;
            boolean event = switch (type) {
                case CLOG, COMMAND -> true;
                case MON_MAP, PG_SUMMARY, HEALTH, OSD_MAP, FS_MAP, MGR_MAP, SERVICE_MAP -> false;
            };
            add(new Item.Changed(type, id, event ? events : 0));
        }
    }

    /** Queues a change of options. */
    public void optionsChanged() {
        synchronized (lock) {
            add(new Item.OptionsChanged());
        }
    }

    /** Queues a freeze. */
    public void frozen() {
        synchronized (lock) {
            if (!waiting.remove(new Item.Thawed())) {
                add(new Item.Frozen());
            }
        }
    }

    /** Queues the end of a freeze. */
    public void thawed() {
        synchronized (lock) {
            if (!waiting.remove(new Item.Frozen())) {
                add(new Item.Thawed());
            }
        }
    }

    /** Begins delivery: the module is constructed. To be called once. */
    void open() {
        synchronized (lock) {
            delivering = !closed && !waiting.isEmpty();
            if (delivering) {
                thread.execute(this::drain);
            }
        }
    }

    /** Stops delivery; a notification that is being delivered is finished. */
    void close() {
        synchronized (lock) {
            closed = true;
            waiting.clear();
            thread.shutdown();
        }
    }

    @GuardedBy("lock")
    private void add(Item item) {
        if (closed || !waiting.add(item)) {
            return;
        }
        if (waiting.size() > capacity) {
            dropOldest();
        }
        if (!delivering) {
            delivering = true;
            thread.execute(this::drain);
        }
    }

    @GuardedBy("lock")
    private void dropOldest() {
        for (Iterator<Item> all = waiting.iterator(); all.hasNext();) {
            if (all.next() instanceof Item.Changed) {
                all.remove();
                dropped.run();
                return;
            }
        }
    }

    private void drain() {
        for (Item item = next(); item != null; item = next()) {
            deliver.accept(item);
        }
    }

    private @Nullable Item next() {
        synchronized (lock) {
            if (waiting.isEmpty()) {
                delivering = false;
                return null;
            }
            return waiting.removeFirst();
        }
    }
}
