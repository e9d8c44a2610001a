package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.StoreException;
import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What managers do when ZooKeeper's ACLs or a newer layout keep them from what they want. */
class PermissionsTest {
    private static final Duration T = Duration.ofSeconds(3);
    private static final int ALL_BUT_CREATE = ZooDefs.Perms.ALL & ~ZooDefs.Perms.CREATE;
    private static final int ALL_BUT_WRITE = ZooDefs.Perms.ALL & ~ZooDefs.Perms.WRITE;

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
    }

    @AfterEach
    void stopAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        zookeeper.close();
    }

    private TestManager startLeader(String name) throws Exception {
        TestManager manager = TestManager.start(zookeeper.address(), name, T, 0, _ -> NameProbe.Verdict.UNKNOWN);
        open.add(manager);
        await().until(manager::leads);
        return manager;
    }

    private void allow(int permissions, String path) throws Exception {
        raw.setACL().withACL(List.of(new ACL(permissions, ZooDefs.Ids.ANYONE_ID_UNSAFE))).forPath(path);
    }

    private void layout(int version) throws Exception {
        NodeContent.Root root = NodeContent.read(raw.getData().forPath(paths.root()), NodeContent.Root.class);
        raw.setData().forPath(paths.root(), NodeContent.write(new NodeContent.Root(version, root.fsid())));
    }

    @Test
    void nodesThatAreThereNeedNoPermissionToCreateThem() throws Exception {
        TestManager a = startLeader("a");
        allow(ALL_BUT_CREATE, "/");
        allow(ALL_BUT_CREATE, "/reeve");
        a.killSession();
        await().until(() -> a.events().stream().anyMatch(event -> event.startsWith("ended")));
        await().until(a::leads);
        a.close();
        startLeader("b");
    }

    @Test
    void leaderThatCannotBeReplacedLeadsOnAndTheCommandSaysWhy() throws Exception {
        TestManager a = startLeader("a");
        long epoch = a.leadership().epoch();
        HandOverRequest drain = (_, _, _) -> {
            throw new AssertionError("the leader was asked to hand over");
        };
        for (String path : List.of(paths.epoch(), paths.root())) {
            allow(path.equals(paths.epoch()) ? ALL_BUT_WRITE : ALL_BUT_CREATE, path);
            assertThatThrownBy(() -> a.election().fail(null, null, drain)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("the active manager stays")
                    .hasMessageContaining("NOAUTH")
                    .hasMessageContaining("Give the managers 'write'");
            assertThatThrownBy(() -> a.election().setDown(true, drain)).isInstanceOf(StoreException.class);
            allow(ZooDefs.Perms.ALL, path);
        }
        assertThat(a.leads()).isTrue();
        assertThat(a.election().fail(null, null, HandOverRequest.NONE).epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void aManagerThatMayNotRaiseTheEpochIsNotReadyAndLeadsOnceItMay() throws Exception {
        startLeader("a").close();
        allow(ALL_BUT_WRITE, paths.epoch());
        TestManager b = TestManager.start(zookeeper.address(), "b", T, 0, _ -> NameProbe.Verdict.UNKNOWN);
        open.add(b);
        await().until(() -> !b.election().isRegistered());
        assertThat(b.leads()).isFalse();
        allow(ZooDefs.Perms.ALL, paths.epoch());
        await().until(b::leads);
        assertThat(b.election().isRegistered()).isTrue();
    }

    @Test
    void aLayoutThatIsNewerForAWhileKeepsManagersFromLeadingOnlyForThatWhile() throws Exception {
        TestManager a = startLeader("a");
        layout(2);
        await().until(() -> !a.election().isRegistered());
        a.election().fail(null, null, HandOverRequest.NONE);
        await().until(() -> a.events().stream().anyMatch(event -> event.startsWith("ended")));
        await().untilAsserted(() -> assertThat(raw.getChildren().forPath(paths.latch())).isEmpty());
        layout(1);
        await().until(a::leads);
        assertThat(a.election().isRegistered()).isTrue();
    }

    @Test
    void registrationThatIsForbiddenIsSaidAndTriedAgain() throws Exception {
        startLeader("a").close();
        allow(ALL_BUT_CREATE, paths.managers());
        Thread starting = Thread.ofVirtual().start(() -> {
            try {
                startLeader("b");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var before = raw.checkExists().forPath(paths.managers());
        allow(ZooDefs.Perms.ALL, paths.managers());
        starting.join();
        assertThat(raw.checkExists().forPath(paths.managers()).getCversion()).isGreaterThan(before.getCversion());
        assertThat(new String(raw.getData().forPath(paths.manager("b")), StandardCharsets.UTF_8)).contains("\"b\"");
    }
}
