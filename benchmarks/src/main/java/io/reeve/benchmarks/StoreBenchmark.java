package io.reeve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * A module's setStore against a bare setData of as many bytes on the same ZooKeeper, in turns, and getStore. A bare
 * transaction of the kind that fences a write, two checks and a setData, tells what of it is the price of the fence.
 */
final class StoreBenchmark {
    /** Of each kind of bare write; the manager's process makes as many in all. */
    private static final int WARM_UP = 5_000;
    private static final int WRITES = 200;
    private static final int READS = 100;
    private static final int BYTES = 100;
    private static final String PATH = "/bench";
    private static final String CHECKED = "/bench-checked";
    private static final String CHECKED_TOO = "/bench-checked-too";

    private final Home home;
    private final Report report;
    private final int rounds;

    StoreBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    @SuppressWarnings("try") // closing the client may be interrupted: handled below
    void run() {
        try (Cluster cluster = new Cluster(home, 1); ZooKeeper bare = connect(cluster.zooKeeperPort())) {
            Node active = cluster.awaitSettled();
            for (String path : List.of(PATH, CHECKED, CHECKED_TOO)) {
                bare.create(path, new byte[BYTES], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
            report.note("warming up");
            inside(active, "set", 2 * WARM_UP);
            setData(bare, WARM_UP);
            multi(bare, WARM_UP);
            writes(active, bare);
            reads(active);
        } catch (IOException | KeeperException e) {
            throw new BenchmarkException("ZooKeeper: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void writes(Node active, ZooKeeper bare) throws KeeperException, InterruptedException {
        Samples ours = new Samples();
        Samples theirs = new Samples();
        Samples fenced = new Samples();
        for (int round = 1; round <= rounds; round++) {
            theirs.addAll(setData(bare, WRITES));
            ours.addAll(inside(active, "set", WRITES));
            fenced.addAll(multi(bare, WRITES));
            report.note(
                    String.format("round %d of %d: p50 so far %.3f ms setData, %.3f ms multi, %.3f ms setStore", round,
                            rounds, theirs.p50(), fenced.p50(), ours.p50()));
        }
        report.figure("bare ZooKeeper setData, 100 bytes", theirs.text());
        report.figure("bare multi(check, check, setData), 100 bytes", fenced.text());
        report.figure("setStore, 100 bytes", ours.text());
        report.figure("bare multi / setData, p50", String.format("%.2f", fenced.p50() / theirs.p50()));
        double ratio = ours.p50() / theirs.p50();
        report.figure("setStore / setData, p50", String.format("%.2f", ratio), "<= 1.50", ratio <= 1.5);
    }

    private void reads(Node active) {
        inside(active, "get", READS);
        Samples reads = new Samples();
        for (int round = 1; round <= rounds; round++) {
            reads.addAll(inside(active, "get", READS));
        }
        report.figure("getStore, mean of 10,000", reads.text(), "p50 < 1000 ns", reads.quantile(0.5) < 1_000);
    }

    private static List<Long> inside(Node active, String what, int count) {
        String out = active.run("bench", what, Integer.toString(count)).stdout();
        List<Long> nanos = new ArrayList<>();
        try {
            for (JsonNode each : Node.JSON.readTree(out)) {
                nanos.add(each.asLong());
            }
        } catch (JsonProcessingException e) {
            throw new BenchmarkException("bench " + what + " answered no list: " + out, e);
        }
        if (nanos.size() != count) {
            throw new BenchmarkException("bench " + what + " answered " + nanos.size() + " figures, not " + count);
        }
        return nanos;
    }

    private static List<Long> setData(ZooKeeper bare, int count) throws KeeperException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] value = value(i);
            long start = System.nanoTime();
            bare.setData(PATH, value, -1);
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }

    private static List<Long> multi(ZooKeeper bare, int count) throws KeeperException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] value = value(i);
            long start = System.nanoTime();
            bare.multi(List.of(Op.check(CHECKED, 0), Op.check(CHECKED_TOO, -1), Op.setData(PATH, value, -1)));
            nanos.add(System.nanoTime() - start);
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

    private static ZooKeeper connect(int port) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, 10_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(10, TimeUnit.SECONDS)) {
            client.close();
            throw new BenchmarkException("ZooKeeper at port " + port + " does not answer");
        }
        return client;
    }
}
