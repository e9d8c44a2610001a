package io.reeve.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.role.RoleState;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of a manager that has not reached ZooKeeper yet. */
class ManagerPortsTest {
    @TempDir
    Path folder;

    private final ClosingStack closing = new ClosingStack();
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagerPorts entrance;

    @BeforeEach
    void open() throws Exception {
        ManagerConfig config = ConfigLoader.load(
                Map.of("id", "a", "zookeeper", "127.0.0.1:1", "http", "127.0.0.1:0", "report", "127.0.0.1:0", "data",
                        folder.toString(), "advertise_url", "http://127.0.0.1:8888/"),
                Map.of(), List.of(), false);
        entrance = new ManagerPorts(config, RoleState.Starting::new, closing);
    }

    @AfterEach
    void close() {
        closing.close();
        client.close();
    }

    @Test
    void itIsLiveButNotReadyAndSaysThatItIsStarting() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").body()).contains("\"state\":\"starting\"", "\"epoch\":0");
        for (String health : List.of("ready", "active", "standby")) {
            assertThat(get("/health/" + health).statusCode()).as(health).isEqualTo(503);
        }
    }

    @Test
    void aPageIsToBeAskedForAgain() throws Exception {
        assertThat(get("/hello/").statusCode()).isEqualTo(503);
        assertThat(get("/hello/").headers().firstValue("Retry-After")).contains("1");
        assertThat(get("/hello/").body()).contains("this manager is starting");
    }

    @Test
    void theManagerMapHasNobodyAndTheMetricsTellTheRole() throws Exception {
        assertThat(get("/api/mgr").body()).contains("\"active_url\":\"\"", "\"state\":\"starting\"",
                "\"connected\":false", "\"age_ms\":null");
        assertThat(get("/metrics").body()).contains("reeve_role{role=\"starting\"} 1.0",
                "reeve_role{role=\"standby\"} 0.0", "reeve_zookeeper_connected 0.0");
    }

    @Test
    void theDiagnosticsOfThisProcessAreThereWithoutZooKeeperAndHaveNoSystemProperty() throws Exception {
        System.setProperty("zookeeper.ssl.keyStore.password", "hunter2");
        try {
            Map<String, String> files = new TreeMap<>();
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + entrance.port() + "/api/diagnostics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (ZipInputStream zip = new ZipInputStream(answer.body())) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
                }
            }
            assertThat(files).containsOnlyKeys("log.txt", "managers.json", "metrics.txt", "node.json", "process.json",
                    "sections.json", "settings.json", "threads.txt", "versions.json");
            assertThat(files.get("node.json")).contains("\"role\" : \"starting\"");
            assertThat(files.get("settings.json")).contains("\"zookeeper\" : \"127.0.0.1:1\"");
            assertThat(files.get("sections.json")).doesNotContain("missing", "cut");
            assertThat(files.values()).noneMatch(text -> text.contains("hunter2"));
        } finally {
            System.clearProperty("zookeeper.ssl.keyStore.password");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + entrance.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
