package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.role.RoleState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + entrance.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
