package io.reeve.election;

import static org.awaitility.Awaitility.await;

import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import io.reeve.election.testing.ZooKeeperWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The set-up of tests of the election: a ZooKeeper server of their own, and managers that end with the test. */
abstract class ElectionFixture {
    final ClusterPaths paths = new ClusterPaths("test");
    private final Duration timeout;
    final List<TestManager> managers = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    TestZooKeeper zookeeper;

    /** @param timeout that of the managers' sessions */
    ElectionFixture(Duration timeout) {
        this.timeout = timeout;
    }

    @BeforeEach
    void startZooKeeper() throws Exception {
        zookeeper = new TestZooKeeper();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        zookeeper.close();
    }

    /** Closes it after the test, before what was opened earlier. */
    final <C extends AutoCloseable> C closing(C closeable) {
        open.add(closeable);
        return closeable;
    }

    final TestManager start(String address, String name, Duration session, @Nullable Integer priority,
            NameProbe probe) throws Exception {
        managers.add(closing(TestManager.start(address, name, session, priority, probe)));
        return managers.getLast();
    }

    final TestManager start(String address, String name, Duration session) throws Exception {
        return start(address, name, session, 0, _ -> NameProbe.Verdict.UNKNOWN);
    }

    final TestManager start(String address, String name, NameProbe probe) throws Exception {
        return start(address, name, timeout, 0, probe);
    }

    final TestManager start(String name, @Nullable Integer priority) throws Exception {
        return start(zookeeper.address(), name, timeout, priority, _ -> NameProbe.Verdict.UNKNOWN);
    }

    final TestManager start(String name) throws Exception {
        return start(name, 0);
    }

    final TestManager startLeader(String name) throws Exception {
        return startLeader(zookeeper.address(), name, timeout);
    }

    final TestManager startLeader(String address, String name, Duration session) throws Exception {
        TestManager leader = start(address, name, session);
        await().until(leader::leads);
        return leader;
    }

    /** A way to ZooKeeper that can be hurt. */
    final ZooKeeperWire wire() throws Exception {
        return closing(new ZooKeeperWire(zookeeper.port()));
    }
}
