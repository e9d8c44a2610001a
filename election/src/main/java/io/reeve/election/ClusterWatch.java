package io.reeve.election;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch on the cluster's nodes: reads them all after each change and after each connect, and passes the listing
 * on. Its state belongs to the election's thread.
 */
final class ClusterWatch implements Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private final ClusterReader reader;
    private final ElectionThread electionThread;
    private final Supplier<@Nullable String> place;
    private final LongSupplier nanoTime;
    private final String activePath;
    private final Runnable activeDeleted;
    private final Consumer<WatchedNodes> sink;
    private @Nullable ZkHandle zk;
    private boolean reading;
    private boolean again;

    /**
     * A listing, the ZooKeeper session it was read under, and the place in the queue that was looked for.
     *
     * @param place   the own place in the queue; null if there was none
     * @param begunAt when the read began, before it was sent ({@link System#nanoTime})
     */
    record WatchedNodes(ZkHandle zk, ClusterNodes listing, @Nullable String place, long begunAt) {}

    /** What is watched: the reader of the nodes, the active node's path, and this manager's place in the queue. */
    record Watched(ClusterReader reader, String activePath, Supplier<@Nullable String> place) {}

    /**
     * @param activeDeleted called at once when the active node was deleted, before the nodes are read again
     * @param sink          called with each listing
     */
    ClusterWatch(Watched what, ElectionThread electionThread, LongSupplier nanoTime, Runnable activeDeleted,
            Consumer<WatchedNodes> sink) {
        this.nanoTime = nanoTime;
        this.activePath = what.activePath();
        this.activeDeleted = activeDeleted;
        this.reader = what.reader();
        this.electionThread = electionThread;
        this.place = what.place();
        this.sink = sink;
    }

    /** Begins to watch through this ZooKeeper session. */
    void connected(ZkHandle handle) {
        zk = handle;
        refresh();
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() == Watcher.Event.EventType.NodeDeleted && activePath.equals(event.getPath())) {
            electionThread.execute(activeDeleted);
        }
        if (event.getType() != Watcher.Event.EventType.None) {
            electionThread.execute(this::refresh);
        }
    }

    /** Reads the nodes again. At most one read is under way; a call during it causes one more after it. */
    void refresh() {
        ZkHandle handle = zk;
        if (handle == null) {
            return;
        }
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        String lookedFor = place.get();
        long begunAt = nanoTime.getAsLong();
        electionThread.answer(reader.read(handle, new ClusterReader.Scope(false, false, lookedFor, this)), (listing,
                failure) -> read(handle, listing, failure, lookedFor, begunAt));
    }

    private void read(ZkHandle handle, @Nullable ClusterNodes listing, @Nullable Throwable failure,
            @Nullable String lookedFor,
            long begunAt) {
        reading = false;
        if (listing != null) {
            sink.accept(new WatchedNodes(handle, listing, lookedFor, begunAt));
        } else {
            LOG.debug("could not read the cluster's nodes; will read again when connected", failure);
        }
        if (again) {
            again = false;
            refresh();
        }
    }
}
