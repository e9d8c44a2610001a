package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who types {@code docker compose up --build}; from outside, through the published ports. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeTest {
    private static final Duration CURL = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private @Nullable ComposedCluster started;

    @BeforeAll
    void up() throws Exception {
        Browser.need();
        ComposedCluster.need();
        started = ComposedCluster.up();
    }

    @AfterAll
    void down() {
        if (started != null) {
            started.close();
        }
    }

    /** Whatever another test left behind. */
    @BeforeEach
    void allRun() throws Exception {
        for (String name : cluster().names()) {
            cluster().run("start", name);
        }
    }

    private ComposedCluster cluster() {
        return Objects.requireNonNull(started);
    }

    @Test
    void everyNodeLeadsCurlAndBrowserToTheActiveBeforeAndAfterItIsKilled() throws Exception {
        String first = cluster().awaitSettled();
        everyNodeLeadsTo(first, cluster().names());
        cluster().run("kill", first);
        List<String> left = cluster().names().stream().filter(name -> !name.equals(first)).toList();
        String second = cluster().awaitActiveAmong(left);
        everyNodeLeadsTo(second, left);
        cluster().run("start", first);
        assertThat(cluster().awaitSettled()).isEqualTo(second);
        everyNodeLeadsTo(second, cluster().names());
    }

    @Test
    void aStoppedActiveHandsOverAndEndsWell() throws Exception {
        String first = cluster().awaitSettled();
        List<String> left = cluster().names().stream().filter(name -> !name.equals(first)).toList();
        long epoch = epoch(first);
        cluster().run("stop", first);
        assertThat(cluster().inspect(first, "{{.State.ExitCode}} {{.State.OOMKilled}}")).isEqualTo("0 false");
        String second = cluster().awaitActiveAmong(left);
        assertThat(epoch(second)).isGreaterThan(epoch);
        assertThat(cluster().run("logs", "--no-color", first)).contains("leadership of epoch " + epoch
                + " ended: stopped");
        cluster().run("start", first);
        assertThat(cluster().awaitSettled()).isEqualTo(second);
    }

    @Test
    void allSixContainersAreHealthyWhetherActiveOrNot() throws Exception {
        cluster().awaitSettled();
        List<String> services = new ArrayList<>(List.of("zk1", "zk2", "zk3"));
        services.addAll(cluster().names());
        for (String service : services) {
            await(service)
                    .untilAsserted(() -> assertThat(cluster().inspect(service, "{{.State.Health.Status}}"))
                            .isEqualTo("healthy"));
        }
    }

    @Test
    void theRootFileSystemIsReadOnlyAndTheDataIsNot() throws Exception {
        cluster().awaitSettled();
        assertThat(inside("a", "touch /opt/reeve/x /x 2>&1; touch /data/x /tmp/x && id -u"))
                .contains("Read-only file system")
                .endsWith("10001");
    }

    @Test
    void theCommandLineInsideReachesTheCluster() throws Exception {
        cluster().awaitSettled();
        for (String name : cluster().names()) {
            assertThat(inside(name, "reeve hello greet " + name)).contains("Hello, " + name);
        }
    }

    @Test
    void theAgentReportsItsHostAStorageDaemonAndTheZooKeeperServers() throws Exception {
        cluster().awaitSettled();
        await("the agent's daemons")
                .untilAsserted(() -> assertThat(inside("a", "reeve data servers && reeve osd tree"))
                        .contains("host.agent", "mon.zk1:2181", "mon.zk2:2181", "mon.zk3:2181")
                        .containsPattern("osd\\.0 +up"));
    }

    /** Runs a line of shell in a container. */
    private String inside(String service, String line) throws IOException, InterruptedException {
        return cluster().run("exec", "-T", service, "sh", "-c", line);
    }

    private long epoch(String name) {
        return Http.json(Http.get(cluster().url(name) + "/api/mgr")).get("epoch").asLong();
    }

    private void everyNodeLeadsTo(String active, List<String> nodes) throws Exception {
        try (Browser browser = Browser.start(folder.resolve("browser-" + active + nodes.size()))) {
            for (String node : nodes) {
                String asked = cluster().url(node) + "/hello/?from=" + node;
                String led = cluster().url(active) + "/hello/?from=" + node;
                await(node + " leads to " + active)
                        .untilAsserted(() -> assertThat(curl(asked)).isEqualTo("200 " + led));
                assertThat(browser.open(asked)).isEqualTo(led);
                assertThat(browser.page()).contains(active);
            }
        }
    }

    /** Where curl is led, and the status there. */
    private static String curl(String url) throws IOException, InterruptedException {
        return Docker.succeed(CURL, Map.of(), List.of("curl", "--silent", "--location", "--noproxy", "*", "--output",
                "/dev/null", "--write-out", "%{http_code} %{url_effective}"), url);
    }
}
