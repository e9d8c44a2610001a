package io.reeve.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.daemon.process.VitalThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a running cluster, and what it answers. */
@Tag("cluster")
class OperationsTest {
    private static final Duration SESSION = Duration.ofSeconds(6);

    @TempDir
    private Path folder;

    @Test
    void modulesHearAndTellAndTheirHealthAndWhoFollowsTheLogOutlivesFailovers() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, SESSION);
                LogFollower follower = follower(cluster)) {
            TestCluster.Node active = cluster.awaitActive();
            ok(active, "log", "followed from here");
            assertThat(run(active, "mgr", "self-test", "module", "hello").get("stderr").asText()).contains("OK");
            assertThat(run(active, "mgr", "module", "enable", "mgr").get("stderr").asText()).contains("reserved");

            ok(active, "selftest", "health", "set", "MY_CHECK", "warning", "hey");
            await()
                    .untilAsserted(() -> assertThat(ok(active, "log", "last")).contains(
                            "Health check failed: hey (MY_CHECK)"));
            await()
                    .untilAsserted(() -> assertThat(ok(active, "selftest", "counts"))
                            .containsPattern("notify_health: +[1-9]")
                            .containsPattern("notify_clog: +[1-9]"));

            ok(active, "selftest", "cluster-log", "cluster", "info", "said at the very end");
            ok(active, "mgr", "fail");
            TestCluster.Node next = cluster.awaitActiveOtherThan(active);
            assertThat(ok(next, "health", "detail")).contains("MY_CHECK: hey");
            await().untilAsserted(
                    () -> assertThat(ok(next, "log", "last")).contains("said at the very end", "mgr fail"));
            ok(next, "mgr", "module", "disable", "selftest");
            await().untilAsserted(() -> assertThat(ok(next, "health")).isEqualToIgnoringWhitespace("HEALTH_OK"));
            cluster.awaitSettled();
            ok(next, "log", "before the kill");
            next.kill9();
            TestCluster.Node last = cluster.awaitActiveOtherThan(next);
            ok(last, "log", "after the kill");
            follower.verify(last, "after the kill");
        }
    }

    private LogFollower follower(TestCluster cluster) throws Exception {
        cluster.awaitActive();
        return LogFollower.start(cluster.urls(), folder.resolve("followed"));
    }

    @Test
    void whoWaitsForItsNameIsNotReady() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, Duration.ofSeconds(20))) {
            TestCluster.Node first = cluster.start("a");
            cluster.awaitActive();
            first.signal("STOP");
            try {
                TestCluster.Node second = cluster.startSecond("a");
                await()
                        .ignoreExceptions() // it does not listen at once
                        .untilAsserted(() -> assertThat(Http.json(Http.get(second.url() + "/health/live"))
                                .get("state")
                                .asText()).isEqualTo("starting"));
                assertThat(Http.status(second.url() + "/health/ready")).isEqualTo(503);
                assertThat(Http.get(second.url() + "/hello/").headers().firstValue("Retry-After")).contains("1");
                first.kill9();
                await().until(() -> Http.status(second.url() + "/health/active") == 200);
            } finally {
                first.kill9();
            }
        }
    }

    @Test
    void theThreadsWhoseEndEndsAManagerAreThoseThatAnActiveRuns() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, SESSION)) {
            TestCluster.Node active = cluster.start("a");
            cluster.awaitActive();
            await().untilAsserted(() -> assertThat(threadsOf(active)).containsAll(VitalThreads.names()));
        }
    }

    private static Set<String> threadsOf(TestCluster.Node node) throws IOException {
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(node.process().pid()), "Thread.print").redirectErrorStream(true).start();
        String dump = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        return Pattern.compile("^\"([^\"]+)\" #", Pattern.MULTILINE)
                .matcher(dump)
                .results()
                .map(thread -> thread.group(1))
                .collect(toSet());
    }

    private static JsonNode run(TestCluster.Node node, String... words) throws IOException {
        return Http.json(Http.command(node.url(), Map.of("words", List.of(words)), Duration.ofSeconds(60)));
    }

    private static String ok(TestCluster.Node node, String... words) throws IOException {
        JsonNode answer = run(node, words);
        assertThat(answer.path("status").asInt(-1)).as("%s: %s", List.of(words), answer).isZero();
        return answer.get("stdout").asText();
    }
}
