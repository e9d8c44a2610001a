package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reporter among the examples, which knows the protocol from its description alone, at real managers. */
@Tag("cluster")
class PythonReporterTest {
    private static final Path REPORTER = Path.of(System.getProperty("reeve.root", ".."))
            .resolve("src/site/examples/reporter.py")
            .toAbsolutePath();
    private static final String DAEMON = "python.p1";

    @TempDir
    Path folder;

    @Test
    void reportsAnswersAndFollowsTheActive() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder, Duration.ofSeconds(4))) {
            TestCluster.Node first = cluster.awaitActive();
            Process python = start(cluster, first);
            try {
                awaitReports(cluster, 2);
                assertAnswers(cluster);
                JsonNode service = json(cluster, "service", "status").at("/python/p1/status");
                assertThat(service.get("state").asText()).isEqualTo("running");

                first.kill9();
                TestCluster.Node _ = cluster.awaitActiveOtherThan(first);

                awaitReports(cluster, 1);
                assertAnswers(cluster);
                assertThat(python.isAlive()).isTrue();
            } finally {
                python.destroyForcibly().waitFor();
            }
        }
    }

    /** It is told only one standby's address: the others it must learn. */
    private Process start(TestCluster cluster, TestCluster.Node active) throws IOException {
        TestCluster.Node standby = cluster.nodes()
                .stream()
                .filter(node -> !node.equals(active))
                .findFirst()
                .orElseThrow();
        try {
            return new ProcessBuilder("python3", REPORTER.toString(), DAEMON, "127.0.0.1:" + standby.reportPort())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
        } catch (IOException e) {
            Needs.lacking("no python3 on this machine (" + e.getMessage() + "): needed for the reporter in Python");
            throw e;
        }
    }

    /** So many samples of each counter at the active. */
    private static void awaitReports(TestCluster cluster, int samples) {
        for (String counter : List.of("host.load1", "host.uptime")) {
            await()
                    .untilAsserted(() -> assertThat(json(cluster, "data", "counter", DAEMON, counter).get(counter))
                            .as(counter)
                            .hasSizeGreaterThanOrEqualTo(samples));
        }
    }

    private static void assertAnswers(TestCluster cluster) throws Exception {
        assertThat(json(cluster, "tell", DAEMON, "version").get("version").asText()).isEqualTo("python-1");
        assertThat(json(cluster, "tell", DAEMON, "perf", "dump").at("/host/uptime").asDouble()).isPositive();
        Product.Outcome refused = Product.reeve(cluster.urls(), "tell", DAEMON, "boil");
        assertThat(refused.exit()).isEqualTo(22);
        assertThat(refused.stderr()).contains("no command 'boil'");
    }

    private static JsonNode json(TestCluster cluster, String... words) throws Exception {
        String[] all = Stream.concat(Stream.of(words), Stream.of("--format", "json")).toArray(String[]::new);
        return Http.JSON.readTree(Product.ok(cluster.urls(), all));
    }
}
