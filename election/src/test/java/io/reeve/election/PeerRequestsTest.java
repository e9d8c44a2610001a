package io.reeve.election;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;

/** Requests of managers to each other, proved through their registrations. */
class PeerRequestsTest {
    private static final PeerRequest DOWN = new PeerRequest.HandOver(7, new StepDown("mgr set down true", true));

    @Test
    void aRequestIsFoundInTheRegistrationOfWhoeverMadeItAndNowhereElse() throws Exception {
        try (TestZooKeeper zookeeper = new TestZooKeeper();
                TestManager a = start(zookeeper, "a");
                TestManager b = start(zookeeper, "b")) {
            String nonce = b.election().requests().announce(DOWN).get(60, SECONDS);
            PeerRequests asked = a.election().requests();
            long gid = b.self().gid();
            assertThat(asked.find("b", gid, nonce).get(60, SECONDS)).contains(DOWN);
            assertThat(asked.find("b", gid + 1, nonce).get(60, SECONDS)).as("another process").isEmpty();
            assertThat(asked.find("a", a.self().gid(), nonce).get(60, SECONDS)).as("another manager").isEmpty();
            assertThat(asked.find("b", gid, nonce + "0").get(60, SECONDS)).as("another nonce").isEmpty();
            PeerRequest mine = new PeerRequest.Connect(a.self().gid());
            String connect = b.election().requests().announce(mine).get(60, SECONDS);
            assertThat(asked.find("b", gid, connect).get(60, SECONDS)).contains(mine);
            for (String name : List.of("", ".", "..", "../epoch", "b/x", "b\0", "zzz")) {
                assertThat(asked.find(name, gid, nonce).get(60, SECONDS)).as("'%s'", name).isEmpty();
            }
            assertThat(a.election().sync().standbys()).as("the map does not show requests").contains(b.self());
        }
    }

    @Test
    void aPersistentRegistrationProvesNothing() throws Exception {
        try (TestZooKeeper zookeeper = new TestZooKeeper(); TestManager a = start(zookeeper, "a")) {
            CuratorFramework raw = a.session().client();
            String path = new ClusterPaths("test").manager("ghost");
            byte[] forged = NodeContent.writeManager(TestManager.describe("ghost", 0),
                    List.of(new NodeContent.Request("n", DOWN)));
            raw.create().withMode(CreateMode.PERSISTENT).forPath(path, forged);
            long gid = NodeContent.readManager("ghost", forged).gid();
            assertThat(a.election().requests().find("ghost", gid, "n").get(60, SECONDS)).isEmpty();
            raw.setData().forPath(path, "garbage".getBytes(StandardCharsets.UTF_8));
            assertThat(a.election().requests().find("ghost", gid, "n").get(60, SECONDS)).isEmpty();
        }
    }

    @Test
    void manyRequestsShareWritesTheLastOnesAreKeptAndTheSameOneKeepsItsNonce() throws Exception {
        try (TestZooKeeper zookeeper = new TestZooKeeper(); TestManager a = start(zookeeper, "a")) {
            PeerRequests own = a.election().requests();
            var nonces = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 2 * AnnouncedRequests.KEPT; i++) {
                nonces.add(own.announce(PeerRequest.Audit.of("line " + i)));
            }
            String last = nonces.getLast().get(60, SECONDS);
            int i = 2 * AnnouncedRequests.KEPT - 1;
            assertThat(own.find("a", a.self().gid(), last).get(60, SECONDS))
                    .contains(PeerRequest.Audit.of("line " + i));
            assertThat(own.announce(PeerRequest.Audit.of("line " + i)).get(60, SECONDS)).isEqualTo(last);
            Optional<PeerRequest> first = own.find("a", a.self().gid(), nonces.getFirst().get(60, SECONDS))
                    .get(60, SECONDS);
            assertThat(first).as("the oldest").isEmpty();
            int version = a.session()
                    .client()
                    .checkExists()
                    .forPath(new ClusterPaths("test").manager("a"))
                    .getVersion();
            assertThat(version).as("writes").isLessThan(AnnouncedRequests.KEPT);
        }
    }

    @Test
    void aRequestThatCouldNotBeWrittenIsNotKept() {
        try (ElectionThread thread = new ElectionThread()) {
            var self = TestManager.describe("a", 0);
            var own = new AnnouncedRequests(new ClusterPaths("test"), () -> self, () -> null, thread);
            assertThat(own.announce(DOWN)).failsWithin(60, SECONDS);
            assertThat(own.registration()).isEqualTo(NodeContent.writeManager(self, List.of()));
        }
    }

    private static TestManager start(TestZooKeeper zookeeper, String name) throws Exception {
        return TestManager.start(zookeeper.address(), name, Duration.ofSeconds(3), 0, _ -> NameProbe.Verdict.UNKNOWN);
    }
}
