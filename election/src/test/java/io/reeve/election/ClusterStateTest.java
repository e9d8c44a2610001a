package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.ZooKeeperWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;

class ClusterStateTest extends ElectionFixture {
    private static final Duration T = Duration.ofSeconds(3);
    /** The longest session that the servers of these tests give. */
    private static final Duration LONG = Duration.ofSeconds(6);

    ClusterStateTest() {
        super(T);
    }

    private CuratorFramework raw() throws Exception {
        return closing(ZooKeeperSession.connect(zookeeper.address(), T)).client();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nameOfALiveManagerIsRefused() throws Exception {
        TestManager a = startLeader("a");

        assertThatThrownBy(() -> start(zookeeper.address(), "a", _ -> NameProbe.Verdict.ALIVE)).isInstanceOf(
                NameTakenException.class).hasMessageContaining("host host, pid 42, http://a/");

        assertThat(a.leads()).isTrue();
        assertThat(a.election().map().standbys()).isEmpty();
    }

    @Test
    void nameOfADeadProcessIsTakenOverAtOnceAndItsLeadershipToo() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager dead = start(wire.address(), "a", LONG);
        await().until(dead::leads);
        wire.set(ZooKeeperWire.Fault.SILENT);
        long begin = System.nanoTime();

        TestManager next = start(zookeeper.address(), "a", _ -> NameProbe.Verdict.GONE);

        await().pollInterval(Duration.ofMillis(5)).until(next::leads);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("before its session can end")
                .isLessThan(LONG.multipliedBy(2).dividedBy(3));
        assertThat(next.leadership().epoch()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(next.election().map().standbys()).isEmpty());
    }

    @Test
    void whoLostItsNameWhileCutOffTakesNoPart() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager first = start(wire.address(), "a", _ -> NameProbe.Verdict.ALIVE);
        assertThat(first.election().isRegistered()).isTrue();
        wire.set(ZooKeeperWire.Fault.SILENT);
        TestManager next = start(zookeeper.address(), "a", _ -> NameProbe.Verdict.GONE);
        await().until(() -> next.leads() && !first.election().isConnected());

        wire.set(ZooKeeperWire.Fault.NONE);
        await().until(() -> first.election().isConnected() && !first.election().isRegistered());

        await().during(Duration.ofSeconds(1)).until(() -> !first.election().isRegistered());
        assertThat(next.leads()).isTrue();
        assertThat(next.election().isRegistered()).isTrue();
    }

    @Test
    void holderOfWhomNothingIsKnownIsWaitedFor() throws Exception {
        ZooKeeperWire wire = wire();
        start(wire.address(), "a", _ -> NameProbe.Verdict.UNKNOWN);
        wire.set(ZooKeeperWire.Fault.SILENT);
        var probes = new AtomicInteger();

        TestManager next = start(zookeeper.address(), "a", _ -> {
            probes.incrementAndGet();
            return NameProbe.Verdict.UNKNOWN;
        });

        await().until(next::leads);
        assertThat(probes).hasValue(1);
    }

    @Test
    void updatedModulesAreSeenByAll() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        MgrMap.Manager self = b.self();
        var richer = new MgrMap.Manager(self.name(), self.gid(), self.host(), self.pid(), self.url(), self.report(),
                self
                        .version(),
                self.priority(), List.of(new MgrMap.AvailableModule("hello", false, "no luck")), java.util.Map.of());

        b.election().updateSelf(richer);

        await().untilAsserted(() -> assertThat(a.election().map().standbys()).containsExactly(richer));
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).containsExactly(richer));
    }

    @Test
    void newerLayoutIsRefused() throws Exception {
        CuratorFramework raw = raw();
        raw.create().creatingParentsIfNeeded().forPath(paths.root(), bytes("{\"layout\":2,\"fsid\":\"x\"}"));

        assertThatThrownBy(() -> start("a")).isInstanceOf(LayoutException.class)
                .hasMessageContaining("layout 2")
                .hasMessageContaining("never becomes active");
    }

    @Test
    void standbyThatMeetsANewerLayoutNeverLeads() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        CuratorFramework raw = raw();

        raw.setData().forPath(paths.root(), bytes("{\"layout\":2,\"fsid\":\"x\"}"));
        a.close();

        await().untilAsserted(() -> assertThat(raw.getChildren().forPath(paths.latch())).isEmpty());
        assertThat(b.events()).isEmpty();
    }

    @Test
    void rootThatIsNotOursIsRefused() throws Exception {
        raw().create().creatingParentsIfNeeded().forPath(paths.root(), bytes("not ours"));

        assertThatThrownBy(() -> start("a")).isInstanceOf(LayoutException.class).hasMessageContaining("'not ours'");
    }

    @Test
    void garbageIsLeftOutAndKillsNothing() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        CuratorFramework raw = raw();

        raw.create().forPath(paths.manager("z"), bytes("{]"));
        raw.create().forPath(paths.manager("y"), bytes("{\"name\":\"other\"}"));
        raw.create().forPath(paths.modules(), bytes("17"));
        raw.create().forPath(paths.latch() + "/x-latch-9999999999", bytes("\0\1"));
        raw.create().forPath(paths.history() + "/x", bytes("?"));
        raw.create().forPath(paths.history() + "/77", bytes("?"));
        raw.setData().forPath(paths.manager("b"), bytes("garbage"));
        raw.setData().forPath(paths.active(), bytes("garbage"));

        await().untilAsserted(() -> {
            MgrMap map = a.election().map();
            assertThat(map.active()).isNotNull();
            assertThat(map.standbys()).containsExactly(b.self());
        });
        await().untilAsserted(() -> assertThat(b.election().sync()).isEqualTo(a.election().sync()));
        assertThat(a.history(100)).extracting(HistoryEntry::epoch).containsExactly(1L);
        a.leadership().changeModules(Set.of("hello"), now -> now);
        await().untilAsserted(() -> assertThat(b.election().map().modules()).containsExactly("hello"));
        raw.setData().forPath(paths.modules(), bytes("garbage"));
        await().until(() -> b.election().enabledModules().isEmpty());
        assertThat(b.election().sync().modules()).as("the modules that were last seen").containsExactly("hello");
        a.leadership().release("for a test");
        await().until(b::leads);
    }

    @Test
    void garbageInTheEpochNodeIsMendedWithoutGoingBack() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        a.leadership().release("for a test");
        await().until(b::leads);
        assertThat(b.leadership().epoch()).isEqualTo(3);

        raw().setData().forPath(paths.epoch(), bytes("garbage"));

        // The fence does not fit any more, so leadership is taken anew.
        await().untilAsserted(() -> assertThat(a.leads() || b.leads()).isTrue());
        await().until(() -> !b.events().getLast().equals("elected 3"));
        await().until(() -> a.leads() || b.leads());
        TestManager leader = a.leads() ? a : b;
        assertThat(leader.leadership().epoch()).isGreaterThanOrEqualTo(3);
        leader.leadership().release("for a test");
        await().untilAsserted(() -> assertThat(a.election().sync().epoch()).isGreaterThanOrEqualTo(5));
    }

    @Test
    void activeNodeOfNoSessionIsReplaced() throws Exception {
        CuratorFramework raw = raw();
        raw.create().creatingParentsIfNeeded().withMode(CreateMode.PERSISTENT).forPath("/reeve");
        raw.create().forPath(paths.root(), bytes("{\"layout\":1,\"fsid\":\"x\"}"));
        raw.create().forPath(paths.active(), bytes("garbage"));

        TestManager a = startLeader("a");

        assertThat(a.leadership().epoch()).isEqualTo(1);
        assertThat(a.election().map().fsid()).isEqualTo("x");
    }

    @Test
    void historyKeepsTheLast500() throws Exception {
        CuratorFramework raw = raw();
        raw.create().creatingParentsIfNeeded().forPath(paths.root(), bytes("{\"layout\":1,\"fsid\":\"x\"}"));
        raw.create().forPath(paths.epoch(), bytes("{\"epoch\":620,\"down\":false}"));
        raw.create().forPath(paths.history());
        for (int epoch = 1; epoch <= 620; epoch++) {
            raw.create()
                    .forPath(paths.history() + "/" + epoch, NodeContent.write(new NodeContent.Past(epoch, "a", 1L,
                            "2026-01-01T00:00:00Z", "elected")));
        }

        TestManager a = startLeader("a");

        await().untilAsserted(() -> assertThat(raw.getChildren().forPath(paths.history())).hasSize(500));
        assertThat(a.history(1000)).hasSize(500)
                .last()
                .extracting(HistoryEntry::epoch, HistoryEntry::name)
                .containsExactly(621L, "a");
        assertThat(a.election().history(121)).isEmpty();
        assertThat(a.election().history(122)).isPresent();
    }

    @Test
    void mapAgesOnlyWhileTheConnectionIsAway() throws Exception {
        TestManager a = startLeader("a");
        assertThat(a.election().mapAge()).isEqualTo(Duration.ZERO);

        zookeeper.stop();
        await().until(() -> !a.election().isConnected());

        await().until(() -> a.election().mapAge().toMillis() > 20);
        assertThatThrownBy(() -> a.election().sync()).isInstanceOf(UnavailableException.class);
        zookeeper.restart();
    }
}
