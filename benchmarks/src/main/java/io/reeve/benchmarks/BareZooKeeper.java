package io.reeve.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** A plain client of a cluster's ZooKeeper, which writes as little as can be: what our own writes are compared with. */
final class BareZooKeeper implements AutoCloseable {
    static final int BYTES = 100;
    private static final String PATH = "/bench";
    private static final String CHECKED = "/bench-checked";
    private static final String CHECKED_TOO = "/bench-checked-too";
    private final ZooKeeper client;

    BareZooKeeper(int port) {
        CountDownLatch connected = new CountDownLatch(1);
        try {
            client = new ZooKeeper("127.0.0.1:" + port, 10_000, event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                    connected.countDown();
                }
            });
            if (!connected.await(10, TimeUnit.SECONDS)) {
                client.close();
                throw new BenchmarkException("ZooKeeper at port " + port + " does not answer");
            }
            for (String path : List.of(PATH, CHECKED, CHECKED_TOO)) {
                client.create(path, new byte[BYTES], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
        } catch (IOException | KeeperException e) {
            throw new BenchmarkException("ZooKeeper: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Nanoseconds of each of so many writes of {@value #BYTES} bytes. */
    List<Long> setData(int count) {
        return time(count, value -> client.setData(PATH, value, -1));
    }

    /** The same as transactions of the kind that fences a write: two checks and a write. */
    List<Long> multi(int count) {
        return time(count, value -> client
                .multi(List.of(Op.check(CHECKED, 0), Op.check(CHECKED_TOO, -1), Op.setData(PATH, value, -1))));
    }

    private interface Write {
        Object of(byte[] value) throws KeeperException, InterruptedException;
    }

    private static List<Long> time(int count, Write write) {
        List<Long> nanos = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                byte[] value = value(i);
                long start = System.nanoTime();
                Object _ = write.of(value);
                nanos.add(System.nanoTime() - start);
            }
        } catch (KeeperException e) {
            throw new BenchmarkException("ZooKeeper: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        return nanos;
    }

    /** Another one than before, as {@code bench set} writes them. */
    private static byte[] value(int i) {
        byte[] value = new byte[BYTES];
        Arrays.fill(value, (byte) 'x');
        value[0] = (byte) ('a' + i % 26);
        return value;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
