package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What managers make of nodes that tools, restored copies or hands have written. */
class ForeignNodesTest {
    private static final Duration T = Duration.ofMillis(1500);
    private static final String TICKET = "{\"name\":\"ghost\",\"gid\":77,\"priority\":9}";

    private final ClusterPaths paths = new ClusterPaths("test");
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestZooKeeper zookeeper;
    private CuratorFramework raw;

    @BeforeEach
    void startZooKeeper() throws Exception {
        zookeeper = new TestZooKeeper();
        ZooKeeperSession session = ZooKeeperSession.connect(zookeeper.address(), Duration.ofSeconds(6));
        open.add(session);
        raw = session.client();
        TestManager.start(zookeeper.address(), "first", T, null, _ -> NameProbe.Verdict.UNKNOWN).close(); // makes the layout
    }

    @AfterEach
    void stopAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        zookeeper.close();
    }

    private TestManager start(String name) throws Exception {
        TestManager manager = TestManager.start(zookeeper.address(), name, T, 0, _ -> NameProbe.Verdict.UNKNOWN);
        open.add(manager);
        return manager;
    }

    private TestManager startLeader(String name) throws Exception {
        TestManager leader = start(name);
        await().until(leader::leads);
        return leader;
    }

    private void create(CreateMode mode, String path, String content) throws Exception {
        raw.create().creatingParentsIfNeeded().withMode(mode).forPath(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String active(long gid, long epoch) {
        return "{\"name\":\"ghost\",\"gid\":" + gid + ",\"epoch\":" + epoch + ",\"since\":\"2026-11-23T00:00:00Z\","
                + "\"state\":\"available\",\"services\":{},\"host\":\"h\",\"pid\":1,\"url\":\"http://evil.example/\","
                + "\"report\":\"evil.example:1\",\"version\":\"1\"}";
    }

    @Test
    void persistentNodesAtTheHeadOfTheQueueKeepNobodyFromLeading() throws Exception {
        create(CreateMode.PERSISTENT, paths.latch() + "/_c_1-latch-0000000000/child", TICKET);
        create(CreateMode.PERSISTENT, paths.latch() + "/_c_2-latch--000000001", "garbage");
        create(CreateMode.PERSISTENT, paths.latch() + "/!", "");
        startLeader("a");
        await().untilAsserted(() -> assertThat(raw.getChildren().forPath(paths.latch())).hasSize(1));
    }

    @Test
    void ephemeralNodesOfUnknownManagersInTheQueueKeepNobodyFromLeadingForLong() throws Exception {
        create(CreateMode.EPHEMERAL, paths.latch() + "/_c_1-latch-0000000000", TICKET);
        startLeader("a");
    }

    @Test
    void garbageInTheLeadersPlaceInTheQueueKeepsTheNextOneFromLeadingNoLongerThanItsStay() throws Exception {
        startLeader("a");
        TestManager b = start("b");
        await().until(() -> raw.getChildren().forPath(paths.latch()).size() == 2);
        String first = raw.getChildren()
                .forPath(paths.latch())
                .stream()
                .min(Comparator.comparing(node -> node.substring(node.length() - 10)))
                .orElseThrow();
        raw.setData().forPath(paths.latch() + "/" + first, "garbage".getBytes(StandardCharsets.UTF_8));
        await().until(b::leads);
    }

    @Test
    void persistentActiveNodeIsReplacedAndNeverShown() throws Exception {
        create(CreateMode.PERSISTENT, paths.active() + "/child", "");
        raw.setData().forPath(paths.active(), active(77, 0).getBytes(StandardCharsets.UTF_8));
        TestManager a = start("a");
        assertNeverShown(a);
        await().until(a::leads);
    }

    @Test
    void ephemeralActiveNodeOfAnUnknownManagerIsReplacedAndNeverShown() throws Exception {
        create(CreateMode.EPHEMERAL, paths.active(), active(77, 0));
        TestManager a = start("a");
        assertNeverShown(a);
        await().until(a::leads);
    }

    @Test
    void leaderWhoseActiveNodeWasReplacedByAForeignOneStopsAndIsElectedAnew() throws Exception {
        for (CreateMode mode : List.of(CreateMode.PERSISTENT, CreateMode.EPHEMERAL)) {
            TestManager a = startLeader("a-" + mode);
            long epoch = a.leadership().epoch();
            replaceActive(mode, active(77, epoch));
            await().until(() -> a.events().stream().anyMatch(event -> event.startsWith("ended " + epoch)));
            await().until(() -> a.leads() && a.leadership().epoch() > epoch);
            assertNeverShown(a);
            a.close();
        }
    }

    @Test
    void persistentRegistrationIsNoManager() throws Exception {
        TestManager a = startLeader("a");
        MgrMap.Manager ghost = TestManager.describe("ghost", 9);
        create(CreateMode.PERSISTENT, paths.manager("ghost") + "/child", "");
        raw.setData().forPath(paths.manager("ghost"), NodeContent.write(ghost));
        assertThat(a.election().sync().standbys()).isEmpty();
        assertThat(TestManager.start(zookeeper.address(), "ghost", T, 0, _ -> NameProbe.Verdict.UNKNOWN))
                .satisfies(open::add);
        await().until(() -> a.election().map().standbys().size() == 1);
    }

    /** In one transaction, so that the leader cannot make its own node again in between. */
    private void replaceActive(CreateMode mode, String content) throws Exception {
        raw.transaction()
                .forOperations(raw.transactionOp().delete().forPath(paths.active()),
                        raw.transactionOp()
                                .create()
                                .withMode(mode)
                                .forPath(paths.active(), content.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertNeverShown(TestManager manager) {
        MgrMap.Active shown = manager.election().sync().active();
        assertThat(shown == null ? "" : shown.manager().url()).doesNotContain("evil");
    }

    @Test
    void epochThatIsNoEpochIsGarbageAndTheHistoryCounts() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        List<String> garbage = List.of("9223372036854775807", "9007199254740992", "9007199254740991", "-1",
                "-9223372036854775808", "9223372036854775808", "1.5", "\"3\"", "null", "true", "1e3",
                Long.toString(random.nextLong(Long.MIN_VALUE, 0)),
                Long.toString(random.nextLong(1L << 53, Long.MAX_VALUE)));
        for (String number : garbage) {
            TestManager leader = await().until(() -> a.leads() ? a : b, TestManager::leads);
            long before = leader.leadership().epoch();
            raw.setData()
                    .forPath(paths.epoch(),
                            ("{\"epoch\":" + number + ",\"down\":false}").getBytes(StandardCharsets.UTF_8));
            await().untilAsserted(
                    () -> assertThat(leader.election().sync().epoch()).as("after %s, seed %d", number, seed)
                            .isBetween(before + 1, before + 10));
            await().until(() -> a.leads() || b.leads());
        }
    }
}
