package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster log has of the managers' own health: each change once, and nothing of a failover. */
@Tag("cluster")
class HealthHistoryTest {
    private static final String NO_STANDBY = "Health check failed: no standby manager (MGR_NO_STANDBY)";
    private static final String CLEARED = "Health check cleared: MGR_NO_STANDBY (was: no standby manager)";

    @TempDir
    Path folder;

    @Test
    void theLastStandbysGoingAndComingIsToldOnceOverFailovers() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(4))) {
            TestCluster.Node first = cluster.awaitSettled();
            first.kill9();
            TestCluster.Node second = cluster.awaitActiveOtherThan(first);
            assertThat(history(cluster)).as("a failover of three").isEmpty();

            TestCluster.Node third = cluster.nodes()
                    .stream()
                    .filter(n -> !n.equals(first) && !n.equals(second))
                    .findFirst()
                    .orElseThrow();
            third.kill9();
            await()
                    .untilAsserted(() -> assertThat(history(cluster)).containsExactly(NO_STANDBY));
            assertThat(isRaised(cluster)).isTrue();
            second.kill9();
            cluster.start(first.name());
            TestCluster.Node _ = cluster.awaitActiveOtherThan(second);
            assertThat(isRaised(cluster)).as("nobody stands by").isTrue();
            cluster.start(second.name());
            await().until(() -> !isRaised(cluster));
            await()
                    .untilAsserted(() -> assertThat(history(cluster)).containsExactly(NO_STANDBY, CLEARED));
        }
    }

    @Test
    void theTimeWithoutAnActiveIsToldByTheNextOne() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(4))) {
            TestCluster.Node _ = cluster.awaitSettled();
            said(cluster, "mgr", "set", "down", "true");
            await()
                    .pollDelay(11, TimeUnit.SECONDS)
                    .until(() -> cluster.active().isEmpty());
            said(cluster, "mgr", "set", "down", "false");
            TestCluster.Node _ = cluster.awaitActive();
            await()
                    .untilAsserted(() -> assertThat(history(cluster)).satisfiesExactly(
                            failed -> assertThat(failed)
                                    .matches("Health check failed: no active mgr for \\d+ s \\(MGR_DOWN\\)"),
                            cleared -> assertThat(cleared).startsWith("Health check cleared: MGR_DOWN")));
        }
    }

    private static boolean isRaised(TestCluster cluster) throws Exception {
        return Http.JSON.readTree(said(cluster, "health", "--format", "json")).at("/checks").has("MGR_NO_STANDBY");
    }

    private static List<String> history(TestCluster cluster) throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : Http.JSON.readTree(said(cluster, "log", "last", "1000", "--format", "json"))) {
            String message = line.get("message").asText();
            if (message.startsWith("Health check") && message.contains("MGR_")) {
                lines.add(message);
            }
        }
        return lines;
    }

    private static String said(TestCluster cluster, String... words) throws Exception {
        Product.Outcome outcome = Product.reeve(cluster.urls(), words);
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }
}
