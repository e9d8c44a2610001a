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
 * Keeps the cluster's nodes watched: after each change, and after each connect, it reads them all again and tells the
 * reader. Its state belongs to the election's thread.
 */
final class ClusterWatch implements Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private final ClusterReader reader;
    private final ElectionThread electionThread;
    private final Supplier<@Nullable String> place;
    private final LongSupplier nanoTime;
    private final Consumer<WatchedSnapshot> sink;
    private @Nullable ZkHandle zk;
    private boolean reading;
    private boolean again;

    /**
     * One reading, and the place in the queue that it looked for.
     *
     * @param place   null if there was none
     * @param begunAt before it was sent
     */
    record WatchedSnapshot(ZkHandle zk, ClusterSnapshot snapshot, @Nullable String place, long begunAt) {}

    ClusterWatch(ClusterReader reader, ElectionThread electionThread, Supplier<@Nullable String> place,
            LongSupplier nanoTime, Consumer<WatchedSnapshot> sink) {
        this.nanoTime = nanoTime;
        this.reader = reader;
        this.electionThread = electionThread;
        this.place = place;
        this.sink = sink;
    }

    /** Watches through that session from now on. */
    void connected(ZkHandle handle) {
        zk = handle;
        refresh();
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() != Watcher.Event.EventType.None) {
            electionThread.execute(this::refresh);
        }
    }

    /** Reads again; at most one reading is on its way. */
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
        electionThread.answer(reader.read(handle, new ClusterReader.Scope(false, false, lookedFor, this)), (snapshot,
                failure) -> read(handle, snapshot, failure, lookedFor, begunAt));
    }

    private void read(ZkHandle handle, @Nullable ClusterSnapshot snapshot, @Nullable Throwable failure,
            @Nullable String lookedFor,
            long begunAt) {
        reading = false;
        if (snapshot != null) {
            sink.accept(new WatchedSnapshot(handle, snapshot, lookedFor, begunAt));
        } else {
            LOG.debug("could not read the cluster's nodes; will read again when connected", failure);
        }
        if (again) {
            again = false;
            refresh();
        }
    }
}
