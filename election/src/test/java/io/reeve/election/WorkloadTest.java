package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import io.reeve.election.testing.ZooKeeperWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingCluster;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final Duration T = Duration.ofSeconds(3);
    private final ClusterPaths paths = new ClusterPaths("test");
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** One attempt to write through a manager. */
    private void write(TestManager manager, String name) {
        if (!manager.leads()) {
            return;
        }
        Leadership leadership = manager.leadership();
        byte[] data = Long.toString(leadership.epoch()).getBytes(StandardCharsets.UTF_8);
        try {
            leadership.commit(List.of(new FencedWriter.Write.Create(paths.configKey() + "/" + name, data)));
            acknowledged.add(name);
        } catch (OutcomeUnknownException e) {
            unknown.add(name);
        } catch (FrozenException | NotActiveException e) {
            refused.add(name);
        } catch (FencedWriter.ConflictException e) {
            throw new AssertionError("nobody else writes " + name, e);
        }
    }

    @Test
    void noAcknowledgedWriteIsLostAndNoneOfAnOldEpochIsApplied() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var managers = new ArrayList<TestManager>();
        var wires = new ArrayList<ZooKeeperWire>();
        try (var zookeeper = new TestZooKeeper()) {
            for (String name : List.of("a", "b", "c")) {
                var wire = new ZooKeeperWire(zookeeper.port());
                wires.add(wire);
                managers.add(TestManager.start(wire.address(), name, T, 0, _ -> NameProbe.Verdict.UNKNOWN));
            }
            var stop = new AtomicBoolean();
            var numbers = new AtomicInteger();
            var writers = managers.stream()
                    .map(manager -> Thread.ofPlatform().name("writer-" + manager.name()).start(() -> {
                        while (!stop.get()) {
                            write(manager, manager.name() + numbers.incrementAndGet());
                            Thread.onSpinWait();
                        }
                    }))
                    .toList();
            for (int fault = 0; fault < 12; fault++) {
                int leaderships = leaderships(managers);
                hurt(managers, wires.get(random.nextInt(3)), random);
                int enough = acknowledged.size() + 20;
                await().alias("seed " + seed)
                        .until(() -> acknowledged.size() > enough || leaderships(
                                managers) > leaderships + 1);
            }
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            await().until(() -> managers.stream().filter(TestManager::leads).count() == 1);
            assertHistory(leader(managers).orElseThrow(), seed);
            managers.forEach(TestManager::close);
        } finally {
            managers.forEach(TestManager::die);
            for (ZooKeeperWire wire : wires) {
                wire.close();
            }
        }
    }

    private static Optional<TestManager> leader(List<TestManager> managers) {
        return managers.stream().filter(TestManager::leads).findFirst();
    }

    private static int leaderships(List<TestManager> managers) {
        return managers.stream()
                .mapToInt(manager -> (int) manager.events()
                        .stream()
                        .filter(event -> event.startsWith(
                                "elected"))
                        .count())
                .sum();
    }

    private static void hurt(List<TestManager> managers, ZooKeeperWire wire, Random random) {
        TestManager any = managers.get(random.nextInt(3));
        switch (random.nextInt(4)) {
            case 0 -> wire.set(ZooKeeperWire.Fault.LOSE_REPLY_OF_NEXT_MULTI);
            case 1 -> wire.set(ZooKeeperWire.Fault.LOSE_NEXT_MULTI);
            case 2 -> fail(any);
            default -> {
                wire.set(ZooKeeperWire.Fault.SILENT);
                Thread.ofVirtual().name("heal").start(() -> {
                    await().pollDelay(random.nextInt(4000), TimeUnit.MILLISECONDS).until(() -> true);
                    wire.set(ZooKeeperWire.Fault.NONE);
                });
            }
        }
    }

    /** Its wire may be hurt already, and then it cannot. */
    private static void fail(TestManager any) {
        try {
            any.election().fail(null, null, HandOverRequest.NONE);
        } catch (UnavailableException | OutcomeUnknownException cutOff) {
            // nothing is failed, or somebody was: either is fine
        }
    }

    private void assertHistory(TestManager leader, long seed) throws Exception {
        var client = leader.session().client();
        Map<Long, Long> epochByZxid = new TreeMap<>();
        List<String> there = client.getChildren().forPath(paths.configKey());
        for (String name : there) {
            var stat = new Stat();
            byte[] data = client.getData().storingStatIn(stat).forPath(paths.configKey() + "/" + name);
            epochByZxid.put(stat.getCzxid(), Long.valueOf(new String(data, StandardCharsets.UTF_8)));
        }
        assertThat(there).as("seed %s", seed).containsAll(acknowledged);
        assertThat(refused).as("seed %s", seed).doesNotContainAnyElementsOf(there);
        assertThat(List.copyOf(epochByZxid.values())).as("seed %s", seed).isSorted();
    }

    @Test
    void leaderGoesOnWhenItsServerOfAnEnsembleDies() throws Exception {
        var managers = new ArrayList<TestManager>();
        try (var ensemble = new TestingCluster(3)) {
            ensemble.start();
            for (String name : List.of("a", "b", "c")) {
                managers.add(TestManager.start(ensemble.getConnectString(), name, Duration.ofSeconds(10), 0,
                        _ -> NameProbe.Verdict.UNKNOWN));
            }
            TestManager leader = await().until(() -> leader(managers), Optional::isPresent).orElseThrow();
            write(leader, "before");

            ensemble.killServer(ensemble.findConnectionInstance(leader.session()
                    .client()
                    .getZookeeperClient()
                    .getZooKeeper()));

            await().until(() -> {
                managers.forEach(manager -> write(manager, "after" + System.nanoTime()));
                return acknowledged.size() > 3 && managers.stream().filter(TestManager::leads).count() == 1;
            });
            TestManager survivor = leader(managers).orElseThrow();
            await().untilAsserted(() -> managers.forEach(manager -> assertThat(manager.election()
                    .map()).isEqualTo(survivor.election().map())));
            assertHistory(survivor, 0);
            managers.forEach(TestManager::close);
        } finally {
            managers.forEach(TestManager::die);
        }
    }
}
