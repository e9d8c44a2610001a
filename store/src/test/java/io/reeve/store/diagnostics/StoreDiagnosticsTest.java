package io.reeve.store.diagnostics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreDiagnosticsTest {
    private static final String SECRET = "hunter2";

    private StoreFixture zk;
    private DirectFencedWriter writer;
    private ConfigKeyStore keys;
    private ClusterLog log;
    private HealthStore health;
    private List<DiagnosticSection> sections;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        CuratorFramework client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
        keys = zk.closing(new ConfigKeyStore(client, zk.paths));
        keys.start();
        log = zk.closing(new ClusterLog(client, zk.paths, Clock.systemUTC()));
        log.attach(writer);
        health = zk.closing(new HealthStore(client, zk.paths, System::nanoTime));
        health.start();
        sections = StoreDiagnostics.of(keys, log, health, new HealthMutes(client, zk.paths), () -> Set.of("a.b"));
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    @Test
    void ofConfigKeyTheNumberAndTheWholeSizeAreTold() throws Exception {
        keys.set(writer, "db/" + SECRET, SECRET.getBytes(UTF_8));
        assertThat(read("config_key.json")).contains("keys=1").doesNotContain(SECRET, "db/");
        assertThat(all()).doesNotContain(SECRET);
    }

    @Test
    void ofTheClusterLogTheLinesOfManagersAreToldAndOfOthersTheirLength() throws Exception {
        say("mgr.a", "Health check failed: no standby manager (MGR_NO_STANDBY)");
        say("mgr.a.b", "a manager with a dot");
        say("mgr.a.hello", "password is " + SECRET);
        say("hello", SECRET);
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(read("cluster_log.txt")).contains("MGR_NO_STANDBY",
                        "a manager with a dot",
                        "mgr.a.hello (cluster) [info] (19 characters that are not a manager's)",
                        "hello (cluster) [info] (" + SECRET.length() + " characters"));
        assertThat(read("health_history.txt")).contains("MGR_NO_STANDBY").doesNotContain("a manager with a dot");
        assertThat(all()).doesNotContain(SECRET);
    }

    @Test
    void healthHasDetailsAndWhoRaisedWhat() throws Exception {
        health.attach(writer, Set.of("m"));
        health.set("m", List.of(new HealthCheck("MY_CHECK", HealthCheck.Severity.WARNING, "hey", 1, List.of("more"))));
        assertThat(read("health.json")).contains("MY_CHECK", "hey", "more", "mutes=[]", "owners={", "m=[MY_CHECK]");
    }

    private void say(String who, String message) {
        log.append(who, ClusterLogChannel.CLUSTER, ClusterLogPriority.INFO, message);
    }

    private String all() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String file : new TreeSet<>(sections.stream().map(DiagnosticSection::file).toList())) {
            all.append(read(file));
        }
        return all.toString();
    }

    private String read(String file) throws Exception {
        Object content = sections.stream().filter(s -> s.file().equals(file)).findFirst().orElseThrow().source().read();
        return content instanceof Text text ? text.parts().toString() : content.toString();
    }
}
