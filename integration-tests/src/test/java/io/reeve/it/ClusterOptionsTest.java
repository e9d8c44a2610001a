package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the cluster: set at run time, told to daemons, kept over a failover. */
@Tag("cluster")
class ClusterOptionsTest {
    @TempDir
    Path folder;

    @Test
    void aPeriodThatIsSetReachesDaemonsAtOnceAndSurvivesAFailover() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(6))) {
            TestCluster.Node first = cluster.awaitSettled();
            long epoch = cluster.epoch(first);
            try (RawDaemon daemon = new RawDaemon(first, "web", "1")) {
                assertThat(daemon.awaitConfigure().period()).isEqualTo(5_000);
                said(cluster, 0, "config", "set", "mgr", "stats_period", "7");
                long set = System.nanoTime();
                assertThat(daemon.awaitConfigure().period()).isEqualTo(7_000);
                assertThat(Duration.ofNanos(System.nanoTime() - set)).as("long before the next report would be due")
                        .isLessThan(Pace.of(Duration.ofSeconds(1)));
                said(cluster, 0, "config", "set", "mgr", "stats_threshold", "8");
                assertThat(daemon.awaitConfigure().threshold()).isEqualTo(8);
                said(cluster, 0, "config", "rm", "mgr", "stats_threshold");
                assertThat(daemon.awaitConfigure().threshold()).isEqualTo(5);
            }
            assertInForce(cluster, "7");
            first.kill9();
            TestCluster.Node second = cluster.awaitActiveOtherThan(first);
            try (RawDaemon daemon = new RawDaemon(second, "web", "1")) {
                assertThat(daemon.awaitConfigure()).satisfies(told -> {
                    assertThat(told.period()).isEqualTo(7_000);
                    assertThat(told.epoch()).isGreaterThan(epoch);
                });
            }
            assertInForce(cluster, "7");
            said(cluster, 0, "config", "rm", "mgr", "stats_period");
            assertInForce(cluster, "5s");
        }
    }

    private static void assertInForce(TestCluster cluster, String period) throws Exception {
        assertThat(said(cluster, 0, "config", "get", "mgr", "stats_period")).isEqualTo(period);
        await().untilAsserted(() -> assertThat(Http.JSON.readTree(said(cluster, 0, "data", "get", "config", "--format",
                "json")).get("stats_period").asText()).isEqualTo(period));
    }

    @Test
    void whatDoesNotFitIsRefusedAndSaysWhy() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, Duration.ofSeconds(6))) {
            cluster.start("a", "--service-grace", "2min");
            TestCluster.Node _ = cluster.awaitSettled();
            assertThat(said(cluster, 22, "config", "set", "mgr", "stats_period", "10ms"))
                    .contains("error parsing value: option 'stats_period': '10ms' is not at least 100ms");
            assertThat(said(cluster, 22, "config", "set", "mgr", "silent_periods", "many"))
                    .contains("'many' is not a whole number");
            assertThat(said(cluster, 22, "config", "set", "mgr", "stats_perod", "5"))
                    .contains("unrecognized config option 'stats_perod'", "stats_period");
            assertThat(said(cluster, 22, "config", "set", "mgr.a", "stats_period", "5"))
                    .contains("'stats_period' is one of the whole cluster, not of 'mgr.a'");
            assertThat(said(cluster, 0, "config", "dump", "--format", "json")).isEqualTo("[]");
            assertThat(said(cluster, 0, "config", "ls").lines()).contains("silent_periods", "mgr/hello/log_level");
            assertThat(said(cluster, 0, "config", "help", "service_grace")).contains("stays listed", "Default: 2min",
                    "Minimum: 1s", "Maximum: 24h", "Can update at runtime: true");
        }
    }

    private static String said(TestCluster cluster, int exit, String... words) throws Exception {
        Product.Outcome outcome = Product.reeve(cluster.urls(), words);
        assertThat(outcome.exit()).as(outcome.stderr()).isEqualTo(exit);
        return (outcome.stdout() + outcome.stderr()).strip();
    }
}
