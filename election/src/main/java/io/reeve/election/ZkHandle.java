package io.reeve.election;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The client of one ZooKeeper session, without Curator's retries: nothing sent through it is applied twice or under
 * another session. All calls but {@link #multiNow} return at once; answers arrive on ZooKeeper's event thread, in the
 * order of the calls.
 */
final class ZkHandle {
    private final ZooKeeper zk;

    ZkHandle(ZooKeeper zk) {
        this.zk = zk;
    }

    long sessionId() {
        return zk.getSessionId();
    }

    /** Whether the client goes on; one that was closed, or whose login was refused, does not. */
    boolean isAlive() {
        return zk.getState().isAlive();
    }

    Duration timeout() {
        return Duration.ofMillis(zk.getSessionTimeout());
    }

    /** A node's bytes and stat. */
    @SuppressWarnings("ArrayRecordComponent")
    record Node(byte[] data, Stat stat) {}

    /** Sends a transaction. The future never fails: a lost answer is an outcome. */
    CompletableFuture<MultiOutcome> multi(List<Op> ops) {
        var future = new CompletableFuture<MultiOutcome>();
        zk.multi(ops, (rc, _, _, results) -> future.complete(outcome(rc, results)), null);
        return future;
    }

    /**
     * Sends a transaction and waits for its answer. ZooKeeper's network thread wakes the caller directly, without the
     * detour over the event thread. The wait ends when ZooKeeper's client finds the connection lost, within two thirds
     * of the ZooKeeper session timeout.
     */
    MultiOutcome multiNow(List<Op> ops) throws InterruptedException {
        try {
            return new MultiOutcome.Done(zk.multi(ops));
        } catch (KeeperException e) {
            return outcome(e.code().intValue(), e.getResults());
        }
    }

    private static MultiOutcome outcome(int rc, @Nullable List<OpResult> results) {
        if (rc == Code.OK.intValue() && results != null) {
            return new MultiOutcome.Done(results);
        }
        if (results != null) {
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof OpResult.ErrorResult error && error.getErr() != Code.OK.intValue()
                        && error.getErr() != Code.RUNTIMEINCONSISTENCY.intValue()) {
                    return new MultiOutcome.Refused(i, Code.get(error.getErr()));
                }
            }
        }
        return new MultiOutcome.Lost(Code.get(rc));
    }

    /** Reads a node; empty if there is no such node. */
    CompletableFuture<Optional<Node>> get(String path) {
        return get(path, null);
    }

    /** Reads a node; a watcher is set only if the node exists. */
    CompletableFuture<Optional<Node>> get(String path, @Nullable Watcher watcher) {
        var future = new CompletableFuture<Optional<Node>>();
        zk.getData(path, watcher, (rc, _, _, data, stat) -> complete(future, rc, path, () -> new Node(data == null
                ? new byte[0]
                : data, stat)), null);
        return future;
    }

    CompletableFuture<Optional<Stat>> exists(String path, @Nullable Watcher watcher) {
        var future = new CompletableFuture<Optional<Stat>>();
        zk.exists(path, watcher, (rc, _, _, stat) -> complete(future, rc, path, () -> stat), null);
        return future;
    }

    /** The names of a node's children; empty if there is no such node. */
    CompletableFuture<List<String>> children(String path, @Nullable Watcher watcher) {
        var future = new CompletableFuture<Optional<List<String>>>();
        zk.getChildren(path, watcher, (rc, _, _, names) -> complete(future, rc, path, () -> names),
                null);
        return future.thenApply(names -> names.orElse(List.of()));
    }

    /** Makes all later reads see everything that was persisted before this call. */
    CompletableFuture<Boolean> sync(String path) {
        var future = new CompletableFuture<Boolean>();
        zk.sync(path, (rc, _, _) -> {
            if (rc == Code.OK.intValue()) {
                future.complete(true);
            } else {
                future.completeExceptionally(KeeperException.create(Code.get(rc), path));
            }
        }, null);
        return future;
    }

    private static <T> void complete(CompletableFuture<Optional<T>> future, int rc, String path,
            java.util.function.Supplier<T> value) {
        if (rc == Code.OK.intValue()) {
            future.complete(Optional.of(value.get()));
        } else if (rc == Code.NONODE.intValue()) {
            future.complete(Optional.empty());
        } else {
            future.completeExceptionally(KeeperException.create(Code.get(rc), path));
        }
    }

    static Op create(String path, byte[] data) {
        return Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    static Op createEphemeral(String path, byte[] data) {
        return Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }
}
