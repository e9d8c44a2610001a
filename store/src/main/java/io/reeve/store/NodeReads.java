package io.reeve.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Non-blocking reads of ZooKeeper. Callbacks run on the client's event thread, in the order in which the server answered;
 * they must not block.
 */
public final class NodeReads {
    private static final byte[] NOTHING = {};

    private final CuratorFramework client;

    public NodeReads(CuratorFramework client) {
        this.client = client;
    }

    /** The result of a read. */
    public sealed interface Read {
        /**
         * An existing node.
         *
         * @param data        its bytes; empty for a read that asks for none
         * @param children    the names of its children; empty for a read that asks for none
         * @param version     the number of writes since it was created
         * @param zxid        the transaction that wrote it last
         * @param childrenZxid the transaction that last created or deleted one of its children
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Found(byte[] data, List<String> children, int version, long zxid, long childrenZxid) implements Read {}

        /** The node does not exist. */
        record Missing() implements Read {}

        /** No answer, or a refusal. */
        record Failed(String why) implements Read {}
    }

    /** Reads the data of a node. */
    public void data(String path, Consumer<Read> callback) {
        send(callback, c -> client.getData().inBackground(c).forPath(path));
    }

    /** Reads the version and transaction ids of a node, without data and children. */
    public void stat(String path, Consumer<Read> callback) {
        send(callback, c -> client.checkExists().inBackground(c).forPath(path));
    }

    /** Lists the children of a node. */
    public void children(String path, Consumer<Read> callback) {
        send(callback, c -> client.getChildren().inBackground(c).forPath(path));
    }

    /** Brings the connected server up to date: reads after the answer see every commit made before the call. */
    public void sync(String path, Consumer<Read> callback) {
        send(callback, c -> client.sync().inBackground(c).forPath(path));
    }

    /** Sends a read and waits for its result; {@link Read.Failed} after the timeout. */
    public static Read await(Consumer<Consumer<Read>> read, Duration timeout) throws InterruptedException {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        read.accept(answer::complete);
        return await(answer, timeout);
    }

    /** Waits for the result of a read that was sent; {@link Read.Failed} after the timeout. */
    public static Read await(CompletableFuture<Read> answer, Duration timeout) throws InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Read.Failed("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read never completes exceptionally", e);
        }
    }

    @FunctionalInterface
    private interface Request {
        void send(BackgroundCallback callback) throws Exception;
    }

    private static void send(Consumer<Read> callback, Request request) {
        try {
            request.send((_, event) -> callback.accept(answer(event)));
        } catch (Exception e) {
            callback.accept(new Read.Failed(e.toString()));
        }
    }

    private static Read answer(CuratorEvent event) {
        Code code = Code.get(event.getResultCode());
        if (code == Code.NONODE) {
            return new Read.Missing();
        }
        if (code != Code.OK) {
            return new Read.Failed(code == null ? "ZooKeeper error " + event.getResultCode() : code.toString());
        }
        byte @Nullable [] data = event.getData();
        @Nullable
        List<String> children = event.getChildren();
        @Nullable
        Stat stat = event.getStat();
        return new Read.Found(data == null ? NOTHING : data, children == null ? List.of() : children,
                stat == null ? 0 : stat.getVersion(), stat == null ? 0 : stat.getMzxid(),
                stat == null ? 0 : stat.getPzxid());
    }
}
