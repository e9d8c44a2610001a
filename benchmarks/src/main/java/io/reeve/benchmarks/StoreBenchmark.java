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
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** A module's setStore against a bare setData on the same ZooKeeper, in turns, and getStore. */
final class StoreBenchmark {
    private static final int WARM_UP = 1_000;
    private static final int WRITES = 200;
    private static final String PATH = "/bench";

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
            bare.create(PATH, new byte[100], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            inside(active, "set", WARM_UP);
            setData(bare, WARM_UP);
            Samples ours = new Samples();
            Samples theirs = new Samples();
            for (int round = 1; round <= rounds; round++) {
                theirs.addAll(setData(bare, WRITES));
                ours.addAll(inside(active, "set", WRITES));
                report.note(String.format("round %d of %d: p50 so far %.3f ms setData, %.3f ms setStore", round, rounds,
                        theirs.p50(), ours.p50()));
            }
            writes(ours, theirs);
            reads(active);
        } catch (IOException | KeeperException e) {
            throw new BenchmarkException("ZooKeeper: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void writes(Samples ours, Samples theirs) {
        report.figure("bare ZooKeeper setData, 100 bytes", theirs.text());
        report.figure("setStore, 100 bytes", ours.text());
        double ratio = ours.p50() / theirs.p50();
        report.figure("setStore / setData, p50", String.format("%.2f", ratio), "<= 1.50", ratio <= 1.5);
    }

    private void reads(Node active) {
        inside(active, "get", 200);
        Samples reads = new Samples();
        reads.addAll(inside(active, "get", 200));
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
        byte[] value = new byte[100];
        Arrays.fill(value, (byte) 'x');
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            value[0] = (byte) ('a' + i % 26);
            long start = System.nanoTime();
            bare.setData(PATH, value, -1);
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
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
