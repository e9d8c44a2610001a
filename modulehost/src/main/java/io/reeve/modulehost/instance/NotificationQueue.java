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
 * What one module is still to be told, oldest first, delivered one by one on a thread of the module's. News of a state
 * that is already waiting is not queued twice; a freeze and its thaw that both still wait cancel out. When full, the
 * oldest notification is dropped.
 */
public final class NotificationQueue {
    /** One thing to tell. */
    sealed interface Item {
        /** {@code nth} tells events apart; it is 0 for news of a state, of which one is as good as two. */
        record Changed(NotifyType type, String id, long nth) implements Item {}

        /** An option has changed. */
        record OptionsChanged() implements Item {}

        /** The manager has frozen. */
        record Frozen() implements Item {}

        /** The manager leads on. */
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
    @GuardedBy("lock")
    private boolean delivering;
    @GuardedBy("lock")
    private boolean closed;

    /**
     * @param deliver tells the module; never throws
     * @param dropped called for each one that is dropped
     */
    NotificationQueue(int capacity, ThreadFactory factory, Consumer<Item> deliver, Runnable dropped) {
        this.capacity = capacity;
        this.deliver = deliver;
        this.dropped = dropped;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

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

    public void optionsChanged() {
        synchronized (lock) {
            add(new Item.OptionsChanged());
        }
    }

    public void frozen() {
        synchronized (lock) {
            if (!waiting.remove(new Item.Thawed())) {
                add(new Item.Frozen());
            }
        }
    }

    public void thawed() {
        synchronized (lock) {
            if (!waiting.remove(new Item.Frozen())) {
                add(new Item.Thawed());
            }
        }
    }

    /** Nothing is delivered any more, but for what is under way. */
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
