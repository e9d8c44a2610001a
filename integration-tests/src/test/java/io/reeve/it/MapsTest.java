package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster's maps in a running demo: commands change them, and they survive the death of the active. */
@Tag("cluster")
class MapsTest {
    @TempDir
    Path folder;

    @Test
    void mapsAndMutesSurviveTheDeathOfTheActive() throws Exception {
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"))) {
            RunningDemo.Manager first = cluster.awaitActive();
            awaitStorage(cluster);
            JsonNode before = json(cluster, "osd", "dump");
            assertThat(said(cluster, "osd", "pool", "create", "rbd", "16")).contains("pool 'rbd' created");
            assertThat(said(cluster, "osd", "set", "noout")).contains("noout is set");
            assertThat(json(cluster, "health").at("/checks/OSDMAP_FLAGS/severity").asText()).isIn("", "HEALTH_WARN");
            await()
                    .untilAsserted(
                            () -> assertThat(json(cluster, "health").at("/checks").has("OSDMAP_FLAGS")).isTrue());
            assertThat(said(cluster, "health", "mute", "OSDMAP_FLAGS", "1h")).isEmpty();
            JsonNode changed = json(cluster, "osd", "dump");
            assertThat(changed.get("epoch").asLong()).isEqualTo(before.get("epoch").asLong() + 2);

            first.kill9();
            await().until(() -> !cluster.awaitActive().name().equals(first.name()));

            assertThat(json(cluster, "osd", "dump")).isEqualTo(changed);
            assertThat(json(cluster, "osd", "pool", "ls").get(0).asText()).isEqualTo("rbd");
            JsonNode health = json(cluster, "health", "detail");
            assertThat(health.at("/checks/OSDMAP_FLAGS/muted").asBoolean()).isTrue();
            assertThat(health.get("status").asText()).isEqualTo("HEALTH_OK");
            JsonNode old = json(cluster, "osd", "dump", Long.toString(changed.get("epoch").asLong() - 1));
            assertThat(old.get("flags").asText()).isEmpty();
            assertThat(old.get("pools")).hasSize(1);
        }
    }

    @Test
    void theDemosAgentReportsThisMachineToWhoeverIsActive() throws Exception {
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"))) {
            RunningDemo.Manager first = cluster.awaitActive();
            awaitStorage(cluster);
            assertThat(json(cluster, "data", "get", "osd_stats").at("/osd_stats/0/kb").asLong()).isPositive();

            first.kill9();
            await().until(() -> !cluster.awaitActive().name().equals(first.name()));

            await()
                    .untilAsserted(() -> assertThat(said(cluster, "tell", "osd.1", "perf", "dump")).contains(
                            "stat_bytes"));
            assertThat(said(cluster, "data", "servers")).contains("host.", "osd.0", "osd.1", "mon.127.0.0.1:");
            assertThat(json(cluster, "osd", "stat").get("num_up_osds").asInt()).as("nothing flaps").isEqualTo(2);
        }
    }

    /** Both folders of the demo's agent are storage daemons that have told their capacity, so that the map rests. */
    private static void awaitStorage(RunningDemo cluster) {
        await()
                .untilAsserted(
                        () -> assertThat(json(cluster, "osd", "stat").get("num_up_osds").asInt()).isEqualTo(2));
        await()
                .untilAsserted(() -> assertThat(json(cluster, "osd", "tree").get("nodes"))
                        .filteredOn(node -> node.get("type").asText().equals("osd"))
                        .hasSize(2)
                        .allMatch(node -> node.get("crush_weight").asDouble() > 0));
    }

    @Test
    void ensembleOfTheDemoIsTheMonitors() throws Exception {
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"))) {
            RunningDemo.Manager _ = cluster.awaitActive();
            await()
                    .untilAsserted(
                            () -> assertThat(json(cluster, "quorum_status").get("quorum_names")).hasSize(1));
            JsonNode dump = json(cluster, "mon", "dump");

            assertThat(dump.at("/mons/0/rank").asInt()).isZero();
            assertThat(dump.at("/mons/0/public_addr").asText()).matches(".+:[0-9]+/0");
            assertThat(json(cluster, "mon", "metadata").at("/0/zookeeper_version").asText()).startsWith("3.");
            awaitStorage(cluster);
            assertThat(Product.reeve(cluster.urls(), "status").stdout()).contains("mon: 1 daemon, quorum",
                    "osd: 2 osds: 2 up");
        }
    }

    private static JsonNode json(RunningDemo cluster, String... words) throws Exception {
        String[] all = Stream.concat(Arrays.stream(words),
                Stream.of("--format", "json")).toArray(String[]::new);
        Product.Outcome outcome = Product.reeve(cluster.urls(), all);
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return Http.JSON.readTree(outcome.stdout());
    }

    private static String said(RunningDemo cluster, String... words) throws Exception {
        Product.Outcome outcome = Product.reeve(cluster.urls(), words);
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return outcome.stdout() + outcome.stderr();
    }
}
