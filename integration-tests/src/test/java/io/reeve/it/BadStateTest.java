package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody writes into our ZooKeeper nodes, or a module does not stop: the cluster lives on, and says what is wrong. */
@Tag("cluster")
class BadStateTest {
    private static final String ROOT = "/reeve/reeve";
    private static final byte[] GARBAGE = "\u0000{garbage\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    static Path folder;

    private static Path modules;
    private static TestCluster cluster;
    private static CuratorFramework hand;

    @BeforeAll
    static void startThree() throws Exception {
        modules = Files.createDirectories(folder.resolve("modules"));
        stubborn().writeTo(modules);
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(4));
        for (String name : List.of("a", "b", "c")) {
            start(name);
        }
        cluster.awaitSettled();
        hand = CuratorFrameworkFactory.newClient("127.0.0.1:" + cluster.zooKeeperPort(), new RetryOneTime(100));
        hand.start();
    }

    @AfterAll
    static void stop() throws Exception {
        hand.close();
        cluster.close();
    }

    /** Everybody lives, a write goes through, and a failover works. */
    @AfterEach
    void theClusterWorks() throws Exception {
        assertThat(cluster.nodes()).allMatch(n -> n.process().isAlive());
        cluster.awaitSettled();
        ok("config-key", "set", "after", "works");
        TestCluster.Node active = cluster.awaitActive();
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(active);
        assertThat(ok("config-key", "get", "after")).isEqualTo("works");
        cluster.awaitSettled();
    }

    @Test
    void garbageInTheEpoch() throws Exception {
        long epoch = cluster.epoch(cluster.awaitActive());
        hand.setData().forPath(ROOT + "/epoch", GARBAGE);
        logged(ROOT + "/epoch");
        await().until(() -> cluster.epoch(cluster.awaitActive()) > epoch);
    }

    @Test
    void dataThatWereWiped() throws Exception {
        String fsid = fsid(cluster.awaitActive());
        cluster.wipeZooKeeper();
        await()
                .ignoreExceptions()
                .until(() -> cluster.nodes().stream().noneMatch(node -> fsid.equals(fsid(node))));
        // by which of its marks, the id or the last write, depends on what a manager reads first
        logged("are not those that this manager works on");
    }

    private static String fsid(TestCluster.Node node) {
        return cluster.mgrMap(node).get("fsid").asText();
    }

    @Test
    void garbageInTheActiveNode() throws Exception {
        hand.setData().forPath(ROOT + "/active", GARBAGE);
        await()
                .until(() -> new String(hand.getData().forPath(ROOT + "/active"), StandardCharsets.UTF_8)
                        .contains("\"gid\""));
    }

    @Test
    void garbageAmongTheManagers() throws Exception {
        hand.create().forPath(ROOT + "/managers/x", GARBAGE);
        hand.create().forPath(ROOT + "/managers/y", "{\"name\": \"z\"}".getBytes(StandardCharsets.UTF_8));
        hand.setData().forPath(ROOT + "/managers/b", GARBAGE);
        logged(ROOT + "/managers/x");
        await()
                .until(() -> new String(hand.getData().forPath(ROOT + "/managers/b"), StandardCharsets.UTF_8)
                        .contains("\"b\""));
        assertThat(ok("mgr", "dump")).doesNotContain("garbage");
        hand.delete().forPath(ROOT + "/managers/x");
        hand.delete().forPath(ROOT + "/managers/y");
    }

    @Test
    void garbageInTheListOfModules() throws Exception {
        hand.setData().forPath(ROOT + "/modules", GARBAGE);
        logged(ROOT + "/modules");
        assertThat(ok("selftest", "echo", "still")).startsWith("still");
        TestCluster.Node old = cluster.awaitActive();
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(old);
        assertThat(ok("selftest", "echo", "still")).startsWith("still");
        assertThat(new String(hand.getData().forPath(ROOT + "/modules"), StandardCharsets.UTF_8)).contains("\"hello\"",
                "\"selftest\"");
    }

    @Test
    void garbageInConfigKeyHealthAndLog() throws Exception {
        ok("config-key", "set", "mine", "1");
        hand.create().creatingParentsIfNeeded().forPath(ROOT + "/config-key/zzz/%ZZ", GARBAGE);
        hand.create().forPath(ROOT + "/config-key/notabucket", GARBAGE);
        hand.create().creatingParentsIfNeeded().forPath(ROOT + "/health/hello", GARBAGE);
        hand.create().forPath(ROOT + "/health/No Such Module!", GARBAGE);
        hand.create().forPath(ROOT + "/log/notanumber", GARBAGE);
        hand.create().forPath(ROOT + "/log/9999999999", GARBAGE);
        hand.create().forPath(ROOT + "/history/notanumber", GARBAGE);
        ok("config-key", "set", "mine", "2");
        assertThat(ok("config-key", "get", "mine")).isEqualTo("2");
        assertThat(ok("config-key", "ls")).contains("mine");
        ok("health", "detail");
        ok("selftest", "cluster-log", "cluster", "info", "a line after the garbage");
        await().until(() -> ok("log", "last").contains("a line after the garbage"));
        TestCluster.Node old = cluster.awaitActive();
        ok("mgr", "fail");
        cluster.awaitActiveOtherThan(old);
        assertThat(ok("config-key", "get", "mine")).isEqualTo("2");
        ok("health", "detail");
        ok("selftest", "cluster-log", "cluster", "info", "a line of the next epoch");
        await()
                .until(() -> ok("log", "last")
                        .contains("a line of the next epoch"));
        assertThat(ok("log", "last")).contains("a line after the garbage");
        ok("mgr", "dump", "1");
    }

    @Test
    void aStuckActiveHandsOverThenExits() throws Exception {
        TestCluster.Node old = cluster.awaitActive();
        ok("mgr", "module", "enable", "stubborn");
        long start = System.nanoTime();
        ok("mgr", "fail");
        TestCluster.Node next = cluster.awaitActiveOtherThan(old);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Pace.of(Duration.ofSeconds(4)));
        assertThat(Http.json(Http.command(next.url(), Map.of("prefix", "hello count"), Duration.ofSeconds(30)))
                .get("status")
                .asInt()).isZero();
        assertThat(old.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(old.process().exitValue()).isEqualTo(70);
        assertThat(cluster.log(old)).content().contains("stubborn");
        Product.Outcome disabled = Product.reeve(cluster.urls(), "mgr", "module", "disable", "stubborn");
        assertThat(disabled.exit()).isEqualTo(16);
        assertThat(disabled.stderr()).contains("stubborn", "a thread of it does not end");
        next.kill9(); // for its thread lives on
        start(old.name());
        start(next.name());
    }

    /** Once told to, it never comes back from serve. */
    private static TestModuleJar stubborn() {
        return TestModuleJar.module("stubborn", """
                @Override
                public void serve() {
                    while (true) {
                        try {
                            Thread.sleep(1_000_000);
                        } catch (InterruptedException e) {
                            // that is what it is about
                        }
                    }
                }
                """);
    }

    private static void start(String name) throws IOException {
        cluster.start(name, "--module-path", Product.home().resolve("modules") + ":" + modules);
    }

    /** Some manager's log names the node. */
    private static void logged(String path) {
        await()
                .until(() -> cluster.nodes().stream().anyMatch(n -> read(cluster.log(n)).contains(path)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String ok(String... words) throws Exception {
        return Product.ok(cluster.urls(), words).strip();
    }
}
