package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manager that starts where something is missing or wrong, through the real launcher. */
@Tag("cluster")
class StartTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void withoutZooKeeperItWaitsAndSaysSoAndStopsWhenTold() throws Exception {
        int http = TestCluster.freePort();
        Path log = folder.resolve("a.log");
        Process manager = run(log, Map.of(), "--id", "a", "--zookeeper", "127.0.0.1:" + TestCluster.freePort(),
                "--http", "127.0.0.1:" + http);
        String line = "waiting for ZooKeeper at 127.0.0.1:";
        await()
                .until(() -> Files.exists(log)
                        && Files.readAllLines(log).stream().filter(l -> l.contains(line)).count() >= 2);
        String url = "http://127.0.0.1:" + http;
        assertThat(Http.status(url + "/health/live")).isEqualTo(200);
        assertThat(Http.status(url + "/health/ready")).isEqualTo(503);
        assertThat(Http.status(url + "/hello/")).isEqualTo(503);
        long start = System.nanoTime();
        manager.destroy();
        assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Pace.of(Duration.ofSeconds(3)));
        assertThat(manager.exitValue()).isZero();
        assertThat(log).content().doesNotContain("\tat ", "ERROR");
    }

    @Test
    void aNewerLayoutIsRefusedByName() throws Exception {
        int port = TestCluster.freePort();
        started.add(Product.reeved(folder.resolve("zookeeper.log"), "zookeeper", "--port", Integer.toString(port),
                "--data", folder.resolve("zookeeper").toString()));
        try (CuratorFramework hand = CuratorFrameworkFactory.newClient("127.0.0.1:" + port, new RetryOneTime(500))) {
            hand.start();
            assertThat(hand.blockUntilConnected(60, TimeUnit.SECONDS)).isTrue();
            hand.create()
                    .creatingParentsIfNeeded()
                    .forPath("/reeve/reeve",
                            "{\"layout\": 99, \"fsid\": \"x\"}".getBytes(StandardCharsets.UTF_8));
            Path log = folder.resolve("a.log");
            Process manager = run(log, Map.of(), "--id", "a", "--zookeeper", "127.0.0.1:" + port);
            assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(manager.exitValue()).isEqualTo(1);
            assertThat(log).content().contains("layout 99", "never becomes active").doesNotContain("\tat ");
            assertThat(hand.checkExists().forPath("/reeve/reeve/active")).isNull();
        }
    }

    @Test
    void allWrongOptionsAreToldAtOnce() throws Exception {
        Path log = folder.resolve("a.log");
        Process manager = run(log, Map.of("REEVE_PRIORITY", "high"), "--id", "", "--zookeeper", "", "--http",
                "nowhere", "--report", "127.0.0.1:99999", "--session-timeout", "soon", "--drain", "-1s",
                "--standby-mode", "mirror", "--cluster", "a/b", "--advertise-url", "ftp://x");
        assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(manager.exitValue()).isEqualTo(2);
        assertThat(log).content()
                .contains("--id", "--zookeeper", "nowhere", "99999", "soon", "-1s", "mirror", "a/b", "ftp://x", "high",
                        "REEVE_PRIORITY", "See reeved run --help")
                .doesNotContain("\tat ");
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            for (String option : List.of("--http", "--report")) {
                Path log = folder.resolve("taken" + option + ".log");
                Process manager = run(log, Map.of(), "--id", "a", "--zookeeper", "127.0.0.1:1", option, address);
                assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(manager.exitValue()).isEqualTo(1);
                assertThat(Files.readAllLines(log).stream().filter(l -> l.contains(address) && l.contains(option)))
                        .as(() -> read(log))
                        .hasSize(1);
                assertThat(log).content().doesNotContain("\tat ");
            }
        }
    }

    @Test
    void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Path config = Files.writeString(folder.resolve("reeved.yaml"),
                "id: from-file\ncluster: from-file\nzookeeper: 127.0.0.1:1\n");
        Path log = folder.resolve("a.log");
        Process manager = run(log, Map.of("REEVE_ID", "from-environment", "REEVE_CLUSTER", "from-environment"),
                "--config", config.toString(), "--cluster", "from-option");
        await()
                .until(() -> Files.exists(log)
                        && read(log)
                                .contains("manager from-environment of cluster from-option starts"));
        assertThat(log).content().contains("ZooKeeper 127.0.0.1:1");
        manager.destroy();
        assertThat(manager.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFullLogDiskStopsNobody() throws Exception {
        Needs.file(Path.of("/dev/full"), "a log disk that is full");
        try (TestCluster cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(6))) {
            cluster.start("a");
            cluster.awaitActive();
            int http = TestCluster.freePort();
            Process manager = run(folder.resolve("b.log"), Map.of(), "--id", "b", "--zookeeper",
                    "127.0.0.1:" + cluster.zooKeeperPort(), "--http", "127.0.0.1:" + http, "--log-file", "/dev/full");
            String url = "http://127.0.0.1:" + http;
            await().until(() -> Http.status(url + "/health/standby") == 200);
            cluster.node("a").kill9();
            await().until(() -> Http.status(url + "/health/active") == 200);
            Product.Outcome outcome = Product.reeve(url, "selftest", "raise");
            assertThat(outcome.exit()).isEqualTo(22);
            assertThat(Product.reeve(url, "mgr", "stat").exit()).isZero();
            assertThat(manager.isAlive()).isTrue();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A manager with free ports, unless others are given. */
    private Process run(Path log, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Product.home().resolve("bin/reeved").toString(), "run"));
        command.addAll(List.of(options));
        for (String port : List.of("--http", "--report")) {
            if (!command.contains(port)) {
                command.addAll(List.of(port, "127.0.0.1:0"));
            }
        }
        if (!command.contains("--data")) {
            command.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(k -> k.startsWith("REEVE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
