package io.reeve.cluster;

import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.Inbox;
import io.reeve.cluster.daemon.KeptLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's state while this manager is active, made anew at each activation. One thread, the writer, applies what
 * daemons report and what others set; from it come immutable snapshots, which everybody reads without waiting.
 *
 * <p>A snapshot is published when something has changed, at most every {@value #PUBLISH_MILLIS} ms; it holds all changes
 * since the one before.
 */
public final class ClusterState implements AutoCloseable {
    /** The shortest time between two snapshots, in milliseconds. */
    public static final int PUBLISH_MILLIS = 100;
    private static final long PUBLISH = TimeUnit.MILLISECONDS.toNanos(PUBLISH_MILLIS);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterState.class);

    /** A receiver of each new snapshot. Called on the writer's thread; must not block. */
    @FunctionalInterface
    public interface Listener {
        void published(Snapshot before, Snapshot now);
    }

    /** The operations that change the state; on the writer's thread only. */
    public interface Setter {
        <T> void set(StatePart<T> part, T value);

        /** Sets how daemons report from now on, and how long they are waited for. */
        void configure(DaemonSettings settings);
    }

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final StateWriter writer;
    private final Inbox reports;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param settings     in force until others are set
     * @param limits       the bound on the heap that its daemons' part takes
     * @param firstService the first epoch of the service map; higher than any of an earlier active
     * @param names        the data names in addition to the state's own
     * @param contributors asked in this order, after the state's own
     */
    public ClusterState(DaemonSettings settings, KeptLimits limits, long firstService, Clocks time,
            List<DataName> names, List<Contributor> contributors) {
        this.reports = new Inbox(time, settings, limits, inbox::add);
        this.writer = new StateWriter(firstService, time, reports, names, contributors);
        this.thread = Thread.ofPlatform().name("reeve-cluster").daemon().unstarted(this::run);
    }

    /** Starts the thread. To be called once. */
    public void start() {
        thread.start();
    }

    /** The receiver of what the sessions of daemons report. */
    public DaemonReports reports() {
        return reports;
    }

    /** The newest snapshot. Never waits. */
    public Snapshot snapshot() {
        return writer.snapshot();
    }

    /** Changes a part; it is in one of the next snapshots. Does not wait. */
    public <T> void set(StatePart<T> part, T value) {
        inbox.add(() -> writer.set(part, value));
    }

    /** Makes several changes that appear in the same snapshot. Does not wait; the code runs on the writer's thread. */
    public void change(Consumer<Setter> change) {
        inbox.add(() -> change.accept(writer));
    }

    /** A snapshot that holds everything that was reported or set before this call. */
    public CompletableFuture<Snapshot> upToDate() {
        CompletableFuture<Snapshot> done = new CompletableFuture<>();
        inbox.add(() -> {
            publish();
            done.complete(writer.snapshot());
        });
        return done;
    }

    /** Adds a listener for each snapshot from now on. */
    public void onPublished(Listener listener) {
        listeners.add(listener);
    }

    private void run() {
        long now = System.nanoTime();
        long nextTick = now;
        long nextPublish = now;
        while (!closed) {
            try {
                long wake = writer.hasChanges() ? Math.min(nextPublish, nextTick) : nextTick;
                Runnable next = inbox.poll(Math.max(0, wake - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next != null) {
                    next.run();
                }
                now = System.nanoTime();
                if (now - nextTick >= 0) {
                    writer.tick();
                    nextTick = now + TICK;
                }
                if (writer.hasChanges() && now - nextPublish >= 0) {
                    publish();
                    nextPublish = System.nanoTime() + PUBLISH;
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException | Error e) { // one wrong report must not end the state
                LOG.error("the cluster's state met an unexpected failure", e);
            }
        }
    }

    private void publish() {
        Snapshot before = writer.snapshot();
        @Nullable
        Snapshot now = writer.publish();
        if (now != null) {
            for (Listener listener : listeners) {
                try {
                    listener.published(before, now);
                } catch (RuntimeException e) { // the other listeners are called all the same
                    LOG.error("a listener failed on snapshot {}", now.number(), e);
                }
            }
        }
    }

    /** Stops the writer; the last snapshot stays readable. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
