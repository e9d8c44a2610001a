package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.election.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three manager processes and a ZooKeeper process, hurt in every way that the issue of failover knows. */
@Tag("cluster")
class FailoverTest {
    private static final Duration SESSION = Duration.ofSeconds(3);
    /** The README: the others take over within a second when the active dies. */
    private static final Duration PROMISED = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void aKilledActiveIsReplacedWithinTheSecondThatIsPromisedLongBeforeItsSessionEnds() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(20));
                RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
            register.awaitMore(10);
            TestCluster.Node old = cluster.awaitActive();
            long epoch = cluster.epoch(old);
            long start = System.nanoTime();
            old.kill9();
            TestCluster.Node next = cluster.awaitActiveAmong(cluster.nodesOtherThan(old));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("[failover] another is active %d ms after kill -9%n", took.toMillis());
            assertThat(took).isLessThan(Pace.of(PROMISED));
            assertThat(cluster.epoch(next)).isGreaterThan(epoch);
            register.awaitMore(10);
            register.verify(cluster.awaitSettled());
            assertThat(Product.reeve(next.url(), "tell", "mgr." + old.name(), "version").stderr())
                    .as("a manager that is dead")
                    .startsWith("Error ENOENT: mgr." + old.name() + " does not exist");
        }
    }

    @Test
    void aTerminatedActiveHandsOverAndExitsCleanly() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(20));
                RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
            register.awaitMore(10);
            TestCluster.Node old = cluster.awaitActive();
            long epoch = cluster.epoch(old);
            old.signal("TERM");
            TestCluster.Node next = cluster.awaitActiveOtherThan(old);
            assertThat(Product.ok(next.url(), "mgr", "dump", Long.toString(epoch + 1)))
                    .contains("'" + old.name() + "' handed over: stopped");
            assertThat(old.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(old.process().exitValue()).isZero();
            register.awaitMore(10);
            register.verify(cluster.awaitSettled());
        }
    }

    @Test
    void aStoppedActiveIsReplacedAndCanNotWriteWhenItGoesOn() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION);
                RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
            register.awaitMore(10);
            TestCluster.Node old = cluster.awaitActive();
            old.signal("STOP");
            CompletableFuture<Ask.Answer> late = CompletableFuture.supplyAsync(() -> lateWrite(old));
            cluster.awaitActiveOtherThan(old);
            register.awaitMore(10);
            assertThat(late).as("the write that waits for the stopped one").isNotDone();
            old.signal("CONT");
            Ask.Answer answer = late.get(60, TimeUnit.SECONDS);
            assertThat(answer).isInstanceOf(Ask.Answer.Http.class);
            assertThat(answer instanceof Ask.Answer.Http http && http.status() == 200
                    && http.json().get("status").asInt() == 0).as("acknowledged: " + answer).isFalse();
            assertThat(Product.reeve(cluster.urls(), "config-key", "get", "test/late").exit()).as("no such key")
                    .isEqualTo(2);
            await()
                    .until(() -> Http.status(old.url() + "/health/standby") == 200
                            && Http.status(old.url() + "/health/active") == 503);
            register.awaitMore(10);
            register.verify(cluster.awaitSettled());
        }
    }

    private static Ask.Answer lateWrite(TestCluster.Node node) {
        try (Ask directly = Ask.directly()) {
            return directly.command(node.url(), Map.of("prefix", "config-key set", "key", "test/late", "val", "late"),
                    Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** For its peers that looks as if it were dead: its address refuses. It does reach ZooKeeper, which tells it at once. */
    @Test
    void anActiveThatLivesButWhosePeersAreResetIsFrozenBeforeAnotherIsAvailable() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, Duration.ofSeconds(20))) {
            List<TcpProxy> ways = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                ways.add(cluster.startReachedThroughProxy(name));
            }
            TestCluster.Node old = cluster.awaitSettled();
            await().until(() -> ways.stream().allMatch(way -> way.connections() >= 2));
            try (RegisterWorkload register = new RegisterWorkload(cluster.nodes());
                    OneActiveWatch watch = new OneActiveWatch(cluster.nodes())) {
                register.awaitMore(10);
                for (TcpProxy way : ways) {
                    way.reset();
                }
                await().until(() -> cluster.nodesOtherThan(old)
                        .stream()
                        .anyMatch(node -> isInLog(cluster, node, "manager '" + old.name() + "'", "is dead")));
                register.awaitMore(10);
                register.verify(cluster.awaitSettled());
                watch.verify();
            }
        }
    }

    private static boolean isInLog(TestCluster cluster, TestCluster.Node node, String... words) {
        try (Stream<String> lines = Files.lines(cluster.log(node))) {
            return lines.anyMatch(line -> Stream.of(words).allMatch(line::contains));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anActiveCutOffFromZooKeeperStopsBeforeAnotherStarts() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, SESSION)) {
            TcpProxy proxy = cluster.startBehindProxy("a");
            TestCluster.Node old = cluster.awaitActive();
            cluster.start("b");
            cluster.start("c");
            cluster.awaitSettled();
            try (RegisterWorkload register = new RegisterWorkload(cluster.nodes());
                    OneActiveWatch watch = new OneActiveWatch(cluster.nodes())) {
                register.awaitMore(10);
                proxy.silence();
                cluster.awaitActiveOtherThan(old);
                register.awaitMore(10);
                proxy.mend();
                await().until(() -> Http.status(old.url() + "/health/standby") == 200);
                register.verify(cluster.awaitSettled());
                watch.verify();
            }
        }
    }

    @Test
    void aShortInterruptionKeepsTheActiveAndItsEpoch() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, Duration.ofSeconds(10))) {
            TcpProxy proxy = cluster.startBehindProxy("a");
            TestCluster.Node active = cluster.awaitActive();
            cluster.start("b");
            cluster.awaitSettled();
            long epoch = cluster.epoch(active);
            proxy.silence();
            await()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> Http.status(active.url() + "/health/active") == 503);
            proxy.mend();
            await().until(() -> Http.status(active.url() + "/health/active") == 200);
            assertThat(cluster.epoch(active)).isEqualTo(epoch);
        }
    }

    @Test
    void managersOutliveARestartOfZooKeeper() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION);
                RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
            register.awaitMore(10);
            cluster.killZooKeeper();
            cluster.restartZooKeeper();
            register.awaitMore(10);
            register.verify(cluster.awaitSettled());
            assertThat(cluster.nodes()).allMatch(n -> n.process().isAlive());
        }
    }

    @Test
    void deletingTheActiveNodeByHandIsAStepDown() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION);
                RegisterWorkload register = new RegisterWorkload(cluster.nodes());
                CuratorFramework hand = CuratorFrameworkFactory.newClient("127.0.0.1:" + cluster.zooKeeperPort(),
                        new RetryOneTime(100))) {
            hand.start();
            register.awaitMore(10);
            long epoch = cluster.epoch(cluster.awaitActive());
            hand.delete().forPath("/reeve/reeve/active");
            await()
                    .until(() -> cluster.active().map(n -> cluster.epoch(n) > epoch).orElse(false));
            register.awaitMore(10);
            register.verify(cluster.awaitSettled());
        }
    }

    @Test
    void mgrFailHandsOverAndAStaleRequestDoesNotFailTheSuccessor() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(20));
                RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
            register.awaitMore(10);
            TestCluster.Node old = cluster.awaitActive();
            long epoch = cluster.epoch(old);
            Product.Outcome outcome = Product.reeve(cluster.urls(), "mgr", "fail");
            assertThat(outcome.exit()).as(outcome.stderr()).isZero();
            TestCluster.Node next = cluster.awaitActiveOtherThan(old);
            JsonNode stale = Http.json(Http.command(next.url(), Map.of("prefix", "mgr fail", "epoch", epoch),
                    Duration.ofSeconds(30)));
            assertThat(stale.get("status").asInt()).isZero();
            assertThat(stale.get("stderr").asText()).contains("already failed");
            assertThat(cluster.awaitSettled().name()).isEqualTo(next.name());
            register.awaitMore(10);
            register.verify(next);
        }
    }

    @Test
    void aSecondManagerWithALiveNameIsRefused() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION)) {
            Path log = folder.resolve("second.log");
            Process second = Product.reeved(log, "run", "--id", "b", "--zookeeper",
                    "127.0.0.1:" + cluster.zooKeeperPort(), "--http", "127.0.0.1:0", "--report", "127.0.0.1:0",
                    "--log-file", "-");
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(log).content()
                    .contains(cluster.node("b").url())
                    .contains(Long.toString(cluster.node("b").process().pid()));
            assertThat(cluster.node("b").process().isAlive()).isTrue();
        }
    }

    @Test
    void aRestartedManagerTakesItsNameOverAtOnce() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(20))) {
            TestCluster.Node standby = cluster.nodes()
                    .stream()
                    .filter(n -> Http.status(n.url() + "/health/standby") == 200)
                    .findFirst()
                    .orElseThrow();
            Duration newName = untilItStandsBy(cluster, "d");
            standby.kill9();
            Duration oldName = untilItStandsBy(cluster, standby.name());
            assertThat(oldName).as("a new name took " + newName)
                    .isLessThan(newName.multipliedBy(2).plus(Pace.of(PROMISED)));
        }
    }

    private static Duration untilItStandsBy(TestCluster cluster, String name) throws Exception {
        long start = System.nanoTime();
        TestCluster.Node node = cluster.start(name);
        await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Http.status(node.url() + "/health/standby") == 200);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void allThreeRestartedAtOnceLoseNothing() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION)) {
            try (RegisterWorkload register = new RegisterWorkload(cluster.nodes())) {
                register.awaitMore(10);
                for (TestCluster.Node node : cluster.nodes()) {
                    node.signal("KILL");
                }
                for (TestCluster.Node node : cluster.nodes()) {
                    node.process().waitFor();
                    cluster.start(node.name());
                }
                register.awaitMore(10);
                register.verify(cluster.awaitSettled());
            }
        }
    }
}
