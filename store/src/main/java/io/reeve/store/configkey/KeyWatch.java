package io.reeve.store.configkey;

import io.reeve.election.ClusterPaths;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recursive watch on config-key, set again in every session. It uses ZooKeeper's own client, because Curator's events
 * do not carry the transaction id (zxid) that distinguishes an own write from another's.
 */
final class KeyWatch implements Watcher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);

    /** The transaction of an event from a server older than 3.9, which does not send it: it may be any. */
    private static final long NEWEST = Long.MAX_VALUE;

    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final Sink sink;
    private volatile boolean saidOld;
    private final ConnectionStateListener reconnected = (_, state) -> {
        if (state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED) {
            set();
        }
    };

    /** The receiver of the watch's events. Called on the client's event thread; must not block. */
    interface Sink {
        /** Called when the node of a bucket was created or deleted. */
        void bucket(String bucket, boolean exists);

        /** Called when a node in a bucket was created, changed or deleted by a transaction not later than this. */
        void changed(String bucket, String name, long zxid);

        /** Called when a node was found where no key can be. */
        void strange(String path);

        /** Called when the watch is set: events come from now on. */
        void watched();

        /** Called when events may be missing, until the watch is set again. */
        void disconnected(boolean watchGone);
    }

    KeyWatch(CuratorFramework client, ClusterPaths paths, Sink sink) {
        this.client = client;
        this.paths = paths;
        this.sink = sink;
    }

    void start() {
        client.getConnectionStateListenable().addListener(reconnected);
        set();
    }

    /** Sets the watch in the current session; setting it twice does no harm. Does not wait. */
    void set() {
        try {
            ZooKeeper session = client.getZookeeperClient().getZooKeeper();
            session.addWatch(paths.configKey(), this, AddWatchMode.PERSISTENT_RECURSIVE, (rc, _, _) -> answered(rc),
                    null);
        } catch (Exception e) {
            log.debug("could not watch {}", paths.configKey(), e);
        }
    }

    /** Takes the server's answer to the wish for a watch. */
    void answered(int rc) {
        if (rc == Code.OK.intValue()) {
            saidOld = false;
            sink.watched();
        } else if (rc == Code.UNIMPLEMENTED.intValue() && !saidOld) {
            saidOld = true;
            log.error(
                    "ZooKeeper at {} is older than 3.6, the oldest that this manager works with (it needs persistent watches):"
                            + " upgrade it. This manager is not ready until then",
                    client.getZookeeperClient().getCurrentConnectionString());
        } else {
            log.debug("could not watch {}: {}", paths.configKey(), Code.get(rc));
        }
    }

    @Override
    public void process(WatchedEvent event) {
        String path = event.getPath();
        String root = paths.configKey() + "/";
        if (event.getType() == Event.EventType.None) {
            connection(event.getState());
        } else if (path != null && path.startsWith(root)) {
            changed(event, path, path.substring(root.length()).split("/", -1));
        }
    }

    private void connection(Event.KeeperState state) {
        if (state != Event.KeeperState.SyncConnected) {
            sink.disconnected(state == Event.KeeperState.Expired || state == Event.KeeperState.Closed);
        }
    }

    private void changed(WatchedEvent event, String path, String[] parts) {
        if (parts.length == 1 && KeyNames.isBucket(parts[0])) {
            if (event.getType() != Event.EventType.NodeDataChanged) {
                sink.bucket(parts[0], event.getType() == Event.EventType.NodeCreated);
            }
        } else if (parts.length == 2) {
            sink.changed(parts[0], parts[1], event.getZxid() == WatchedEvent.NO_ZXID ? NEWEST : event.getZxid());
        } else {
            sink.strange(path);
        }
    }

    @Override
    public void close() {
        client.getConnectionStateListenable().removeListener(reconnected);
        try {
            client.getZookeeperClient()
                    .getZooKeeper()
                    .removeWatches(paths.configKey(), this, WatcherType.Any, true,
                            (rc, _, _) -> log.debug("watch removed: {}", Code.get(rc)), null);
        } catch (Exception e) {
            log.debug("the watch goes with its session", e);
        }
    }
}
