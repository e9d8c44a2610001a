package io.reeve.cluster;

import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.Inbox;
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
 * daemons report and what others set; from it come immutable snapshots, which all read without waiting.
 *
 * <p>A snapshot is published when something changed, but at most each {@value #PUBLISH_MILLIS} ms: what comes meanwhile
 * is in the next one, all of it.
 */
public final class ClusterState implements AutoCloseable {
    /** Snapshots are at least so far apart. */
    public static final int PUBLISH_MILLIS = 100;
    private static final long PUBLISH = TimeUnit.MILLISECONDS.toNanos(PUBLISH_MILLIS);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterState.class);

    /** Hears of each new snapshot, on the writer's thread: must hand on and return. */
    @FunctionalInterface
    public interface Listener {
        void published(Snapshot before, Snapshot now);
    }

    /** Changes the state. */
    public interface Setter {
        <T> void set(Part<T> part, T value);

        /** From now on daemons are to report so, and are waited for so long. */
        void configure(DaemonSettings settings);
    }

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final StateWriter writer;
    private final Inbox reports;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param settings     until others are set
     * @param firstService the first epoch of the service map: above all of earlier actives
     * @param names        what {@code get} knows, beside the state's own names
     * @param contributors derive parts from others; in this order, after the state's own
     */
    public ClusterState(DaemonSettings settings, long firstService, Clocks time, List<DataName> names,
            List<Contributor> contributors) {
        this.reports = new Inbox(time, settings, inbox::add);
        this.writer = new StateWriter(firstService, time, reports, names, contributors);
        this.thread = Thread.ofPlatform().name("reeve-cluster").daemon().unstarted(this::run);
    }

    /** Begins; once. */
    public void start() {
        thread.start();
    }

    /** Where the sessions of daemons report. */
    public DaemonReports reports() {
        return reports;
    }

    /** The newest snapshot. Never waits. */
    public Snapshot snapshot() {
        return writer.snapshot();
    }

    /** Changes a part; it is in one of the next snapshots. Does not wait. */
    public <T> void set(Part<T> part, T value) {
        inbox.add(() -> writer.set(part, value));
    }

    /** Changes several things, all in one snapshot. Does not wait; the code runs on the writer's thread. */
    public void change(Consumer<Setter> change) {
        inbox.add(() -> change.accept(writer));
    }

    /** A snapshot that has everything that was told before this call. */
    public CompletableFuture<Snapshot> upToDate() {
        CompletableFuture<Snapshot> done = new CompletableFuture<>();
        inbox.add(() -> {
            publish();
            done.complete(writer.snapshot());
        });
        return done;
    }

    /** Tells of each snapshot from now on. */
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
                } catch (RuntimeException e) { // the others are told all the same
                    LOG.error("telling of snapshot {} failed", now.number(), e);
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
