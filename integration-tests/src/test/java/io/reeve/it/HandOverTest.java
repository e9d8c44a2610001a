package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.election.testing.TcpProxy;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How leadership is given from one hand to the next, by order and at a manager's end. */
@Tag("cluster")
class HandOverTest {
    @TempDir
    private Path folder;

    /** A module that needs a moment to stop, and writes at its very end that it could. */
    private TestCluster ofThree(Duration session, String... more) throws IOException {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        TestModuleJar.module("slow", """
                private final java.util.concurrent.CountDownLatch stop = new java.util.concurrent.CountDownLatch(1);

                @Override
                public void serve() throws InterruptedException {
                    stop.await();
                    Thread.sleep(80);
                    setStoreText("stopped", getMgrId() + " " + epoch());
                }

                @Override
                public void shutdown() {
                    stop.countDown();
                }
                """).writeTo(modules);
        List<String> options = new ArrayList<>(
                List.of("--module-path", Product.home().resolve("modules") + ":" + modules));
        options.addAll(List.of(more));
        TestCluster cluster = TestCluster.ofThree(folder.resolve("cluster"), session, options.toArray(String[]::new));
        ok(cluster.awaitActive(), "mgr", "module", "enable", "slow");
        return cluster;
    }

    @Test
    void modulesStopBeforeTheHandOverWhicheverNodeIsToldAndTheAnswerComesAfterIt() throws Exception {
        try (TestCluster cluster = ofThree(Duration.ofSeconds(20))) {
            for (boolean atStandby : new boolean[]{true, false}) {
                TestCluster.Node old = cluster.awaitSettled();
                long epoch = cluster.epoch(old);
                TestCluster.Node told = atStandby ? standby(cluster, old) : old;
                JsonNode answer = run(told, Map.of("prefix", "mgr fail", "epoch", epoch));
                assertThat(answer.get("status").asInt()).as(answer.toString()).isZero();
                assertThat(answer.get("stderr").asText()).startsWith("failed mgr '" + old.name() + "'");
                assertThat(cluster.epoch(told)).isGreaterThan(epoch);
                TestCluster.Node next = cluster.awaitActiveOtherThan(old);
                assertThat(ok(next, "config-key", "get", "mgr/slow/stopped")).isEqualTo(old.name() + " " + epoch);
                assertThat(ok(next, "mgr", "dump", Long.toString(epoch + 1))).contains("handed over: mgr fail");
            }
        }
    }

    /** Requests are held for longer than the slowest machine needs for a hand-over. */
    @ParameterizedTest
    @ValueSource(strings = {"redirect", "proxy"})
    void noRequestIsLostWhenLeadershipIsHandedOverByOrderOrAtTheEndOfAManager(String mode) throws Exception {
        try (TestCluster cluster = ofThree(Duration.ofSeconds(20), "--hold", "20s", "--standby-mode", mode)) {
            SteadyClient client = new SteadyClient(cluster.nodes(), Duration.ofMillis(20));
            try (client) {
                for (int i = 0; i < 2; i++) {
                    TestCluster.Node old = cluster.awaitSettled();
                    assertThat(run(i == 0 ? old : standby(cluster, old), Map.of("prefix", "mgr fail")).get("status")
                            .asInt()).isZero();
                    cluster.awaitActiveOtherThan(old);
                }
                TestCluster.Node old = cluster.awaitSettled();
                old.signal("TERM");
                cluster.awaitActiveOtherThan(old);
                client.leaveOut(old);
                assertThat(old.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(old.process().exitValue()).isZero();
            }
            assertThat(client.failures()).as("of %d requests, the longest %s", client.count(), client.longest())
                    .isEmpty();
            assertThat(client.count()).isGreaterThan(100);
        }
    }

    @Test
    void setDownLetsModulesStopAndNobodyLeadsInBetween() throws Exception {
        try (TestCluster cluster = ofThree(Duration.ofSeconds(20))) {
            TestCluster.Node old = cluster.awaitActive();
            long epoch = cluster.epoch(old);
            TestCluster.Node told = standby(cluster, old);
            JsonNode answer = run(told, Map.of("words", List.of("mgr", "set", "down", "true")));
            assertThat(answer.get("stderr").asText()).isEqualTo("mgr down is now true; epoch is now " + (epoch + 1));
            assertThat(cluster.active()).isEmpty();
            assertAnswersWithoutAnActive(told);
            assertThat(run(told, Map.of("words", List.of("mgr", "set", "down", "false"))).get("status").asInt())
                    .isZero();
            TestCluster.Node next = cluster.awaitActive();
            assertThat(ok(next, "config-key", "get", "mgr/slow/stopped")).isEqualTo(old.name() + " " + epoch);
        }
    }

    /** Exactly the commands whose descriptors say so, over HTTP and with the command line. */
    private static void assertAnswersWithoutAnActive(TestCluster.Node node) throws Exception {
        JsonNode all = Http.JSON.readTree(ok(node, "get_command_descriptions", "--format", "json"));
        List<String> reading = new ArrayList<>();
        for (JsonNode one : all) {
            if ((one.get("flags").asInt() & CommandDescriptor.Flag.ANY_NODE.bit()) != 0
                    && one.get("perm").asText().equals("r")) {
                List<String> words = new ArrayList<>();
                one.get("sig").forEach(part -> words.addAll(part.isTextual() ? List.of(part.asText()) : List.of()));
                reading.add(String.join(" ", words));
                one.get("sig").forEach(part -> words.addAll(required(part)));
                assertThat(run(node, Map.of("words", words)).get("status").asInt()).as("%s", words).isZero();
                Product.ok(node.url(), words.toArray(String[]::new));
            }
        }
        assertThat(reading).containsExactlyInAnyOrder("mgr stat", "mgr dump", "mgr services", "mgr metadata",
                "mgr count-metadata", "mgr versions", "version", "config show", "config show-with-defaults", "help",
                "complete", "get_command_descriptions");
        assertThat(ok(node, "mgr", "metadata")).containsPattern("(?m)^" + node.name() + " +127");
        assertThat(Http.command(node.url(), Map.of("words", List.of("status")), Duration.ofSeconds(60)).statusCode())
                .isEqualTo(503);
    }

    /** The value for a parameter that must be given. */
    private static List<String> required(JsonNode part) {
        if (part.isTextual() || !part.path("req").asBoolean(true)) {
            return List.of();
        }
        assertThat(part.get("name").asText()).as("a parameter that must be given").isEqualTo("property");
        return List.of("hostname");
    }

    @Test
    void anActiveThatHangsIsFailedSoonAndTheOrderIsAuditedOnce() throws Exception {
        try (TestCluster cluster = ofThree(Duration.ofSeconds(20))) {
            TestCluster.Node old = cluster.awaitActive();
            TestCluster.Node told = standby(cluster, old);
            old.signal("STOP");
            long begin = System.nanoTime();
            assertThat(run(told, Map.of("words", List.of("mgr", "fail"), "id", "first-order")).get("status").asInt())
                    .isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Pace.of(Duration.ofSeconds(3)));
            TestCluster.Node next = cluster.awaitActiveOtherThan(old);
            assertAuditedOnce(next, "first-order", told);
            old.signal("CONT");
            await().until(() -> Http.status(old.url() + "/health/standby") == 200);

            TestCluster.Node again = standby(cluster, next);
            assertThat(run(again, Map.of("words", List.of("mgr", "fail"), "id", "second-order")).get("status").asInt())
                    .isZero();
            TestCluster.Node third = cluster.awaitActiveOtherThan(next);
            assertAuditedOnce(third, "second-order", again);
            assertAuditedOnce(third, "first-order", told);
        }
    }

    @Test
    void whatAStandbyIsToldIsAuditedAlsoIfItChangesNothingIsRefusedOrNobodyIsActive() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(20))) {
            TestCluster.Node active = cluster.awaitSettled();
            TestCluster.Node told = standby(cluster, active);
            JsonNode late = run(told, Map.of("prefix", "mgr fail", "epoch", 0, "id", "late"));
            assertThat(late.get("stderr").asText()).startsWith("already failed");
            assertThat(run(told, Map.of("prefix", "mgr fail", "who", "nobody", "id", "unknown")).get("status").asInt())
                    .isZero();
            assertThat(run(told, Map.of("prefix", "mgr set down", "down", "perhaps", "id", "wrong")).get("status")
                    .asInt()).isNegative();
            assertAuditedOnce(active, "late", told);
            assertAuditedOnce(active, "unknown", told);
            await()
                    .untilAsserted(() -> assertThat(orders(active, "wrong")).singleElement()
                            .asString()
                            .contains("refused", "mgr." + told.name()));

            assertThat(run(told, Map.of("prefix", "mgr set down", "down", "true", "id", "down")).get("status").asInt())
                    .isZero();
            assertThat(run(told, Map.of("prefix", "mgr fail", "id", "nobody-active")).get("stderr").asText())
                    .isEqualTo("Currently no active mgr");
            assertThat(run(told, Map.of("prefix", "mgr set down", "down", "false", "id", "up")).get("status").asInt())
                    .isZero();
            TestCluster.Node next = cluster.awaitSettled();
            for (String id : List.of("down", "nobody-active", "up")) {
                await()
                        .untilAsserted(() -> assertThat(orders(next, id)).as(id)
                                .singleElement()
                                .asString()
                                .contains("mgr." + told.name()));
            }
        }
    }

    @Test
    void ordersAtAllNodesAtOnceAreAllAudited() throws Exception {
        try (TestCluster cluster = ofThree(Duration.ofSeconds(20))) {
            TestCluster.Node old = cluster.awaitSettled();
            long epoch = cluster.epoch(old);
            List<Thread> all = cluster.nodes()
                    .stream()
                    .map(node -> Thread.ofVirtual()
                            .start(() -> Uninterruptibly.run(() -> run(node,
                                    Map.of("prefix", "mgr fail", "epoch", epoch, "id", "of-" + node.name())))))
                    .toList();
            for (Thread one : all) {
                one.join();
            }
            cluster.awaitActiveOtherThan(old);
            for (TestCluster.Node told : cluster.nodes()) {
                assertAuditedOnce(cluster.awaitActive(), "of-" + told.name(), told);
            }
        }
    }

    private static void assertAuditedOnce(TestCluster.Node node, String id, TestCluster.Node by) {
        await()
                .untilAsserted(() -> assertThat(orders(node, id)).singleElement()
                        .asString()
                        .contains("cmd='mgr fail", ": dispatch", "mgr." + by.name()));
    }

    private static List<String> orders(TestCluster.Node node, String id) throws IOException {
        return ok(node, "log", "last", "1000", "debug", "audit").lines()
                .filter(line -> line.contains("id='" + id + "'"))
                .toList();
    }

    @Test
    void theListOfModulesInZooKeeperIsFollowed() throws Exception {
        String node = "/reeve/reeve/modules";
        try (TestCluster cluster = ofThree(Duration.ofSeconds(6));
                CuratorFramework hand = CuratorFrameworkFactory.newClient("127.0.0.1:" + cluster.zooKeeperPort(),
                        new RetryOneTime(100))) {
            hand.start();
            TestCluster.Node active = cluster.awaitActive();
            hand.setData().forPath(node, "[\"hello\"]".getBytes(StandardCharsets.UTF_8));
            await()
                    .untilAsserted(() -> assertThat(run(active, Map.of("words", List.of("selftest", "counts")))
                            .get("stderr")
                            .asText()).contains("not enabled"));
            hand.setData().forPath(node, "[\"hello\", \"selftest\", \"nosuch\"]".getBytes(StandardCharsets.UTF_8));
            await()
                    .untilAsserted(() -> assertThat(run(active, Map.of("words", List.of("selftest", "counts")))
                            .get("status")
                            .asInt()).isZero());
            await()
                    .untilAsserted(() -> assertThat(ok(active, "health", "detail")).contains("MGR_MODULE_ERROR",
                            "nosuch"));

            hand.setData().forPath(node, "no list at all".getBytes(StandardCharsets.UTF_8));
            await()
                    .untilAsserted(() -> assertThat(ok(active, "health", "detail")).contains("MGR_MODULE_LIST", node));
            assertThat(ok(active, "selftest", "counts")).isNotEmpty();
            hand.setData().forPath(node, "[\"hello\", \"selftest\"]".getBytes(StandardCharsets.UTF_8));
            await()
                    .untilAsserted(() -> assertThat(ok(active, "health", "detail")).doesNotContain("MGR_MODULE"));
            assertThat(cluster.awaitActive()).isEqualTo(active);
        }
    }

    @Test
    void aManagerThatIsCutOffFromZooKeeperStopsSoonWhenTold() throws Exception {
        try (TestCluster cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(10))) {
            TcpProxy first = cluster.startBehindProxy("a");
            cluster.awaitActive();
            TcpProxy second = cluster.startBehindProxy("b");
            cluster.awaitSettled();
            first.silence();
            second.silence();
            for (TestCluster.Node node : cluster.nodes()) {
                long begin = System.nanoTime();
                node.signal("TERM");
                assertThat(node.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(node.name())
                        .isLessThan(Pace.of(Duration.ofSeconds(5))); // the session would last for 10 s
                assertThat(node.process().exitValue()).as(node.name()).isZero();
            }
        }
    }

    private static TestCluster.Node standby(TestCluster cluster, TestCluster.Node active) {
        Stream<TestCluster.Node> others = cluster.nodes().stream().filter(node -> !node.equals(active));
        return others.filter(node -> Http.status(node.url() + "/health/standby") == 200).findFirst().orElseThrow();
    }

    private static JsonNode run(TestCluster.Node node, Map<String, Object> command) throws IOException {
        return Http.json(Http.command(node.url(), command, Duration.ofSeconds(60)));
    }

    private static String ok(TestCluster.Node node, String... words) throws IOException {
        JsonNode answer = run(node, Map.of("words", List.of(words)));
        assertThat(answer.path("status").asInt(-1)).as("%s: %s", List.of(words), answer).isZero();
        return answer.get("stdout").asText();
    }
}
