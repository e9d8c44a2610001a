package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.logging.Logging;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.zookeeper.EmbeddedZooKeeper;
import io.reeve.election.ConfirmedEpochs;
import io.reeve.modulehost.threads.RehearsalThreads;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby of a real cluster rehearses the take-over, and nobody sees anything of it. */
class RehearsalTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // closing a client of ZooKeeper may be interrupted
    void aStandbyThatHasRehearsedHasTouchedNothingOfTheClusterNorOfItself() throws Exception {
        Path log = folder.resolve("process.log");
        Logging.toFile(log);
        try (EmbeddedZooKeeper zookeeper = EmbeddedZooKeeper.start(folder.resolve("zookeeper"),
                new HostPort("127.0.0.1", 0), _ -> {});
                Manager active = started(zookeeper, "a");
                Manager standby = started(zookeeper, "b");
                ZooKeeper reader = new ZooKeeper(zookeeper.address().toString(), 10_000, _ -> {})) {
            await().atMost(LIMIT).until(() -> active.role() instanceof RoleState.Active<?, ?> && standby.standsBy());
            Map<String, String> nodes = settled(reader);
            String self = answer(standby, "/api/mgr");
            String health = answer(standby, "/health/ready");
            List<String> metrics = metrics(standby);
            long lines = lines(log);
            List<String> threads = threads();

            rehearse(standby);

            assertThat(nodes(reader)).as("history, log, audit, health, queue, registrations").isEqualTo(nodes);
            assertThat(answer(standby, "/api/mgr").replaceAll("\"(now|age|map_age)\":[^,}]*", "")).isEqualTo(
                    self.replaceAll("\"(now|age|map_age)\":[^,}]*", ""));
            assertThat(answer(standby, "/health/ready")).isEqualTo(health);
            assertThat(metrics(standby)).isEqualTo(metrics);
            assertThat(lines(log)).as("the process's log").isEqualTo(lines);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(threads()).as("threads of the rehearsal").isEqualTo(threads));
            try (Stream<Path> left = Files.list(folder.resolve("b"))) {
                assertThat(left).as("files of the rehearsal").noneMatch(path -> path.toString().contains("rehearsal"));
            }
        } finally {
            Logging.toConsole();
        }
    }

    private static void rehearse(Manager standby) throws Exception {
        CompletableFuture<Boolean> played = new CompletableFuture<>();
        RehearsalThreads.thread("rehearsal", () -> {
            try {
                standby.rehearse(1, Duration.ofMillis(200));
                played.complete(true);
            } catch (Exception failed) {
                played.completeExceptionally(failed);
            }
        }).start();
        assertThat(played.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Manager started(EmbeddedZooKeeper zookeeper, String name) throws Exception {
        Manager manager = new Manager(config(zookeeper, name), _ -> {}, new ConfirmedEpochs());
        manager.start();
        return manager;
    }

    private ManagerConfig config(EmbeddedZooKeeper zookeeper, String name) throws ConfigException, IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        return ConfigLoader.load(Map.of("id", name, "zookeeper", zookeeper.address().toString(), "http", "127.0.0.1:0",
                "report", "127.0.0.1:0", "data", data.toString()), Map.of(), List.of(), false);
    }

    /** All nodes, once nothing more is written about how the managers have started. */
    private static Map<String, String> settled(ZooKeeper reader) throws Exception {
        AtomicReference<Map<String, String>> before = new AtomicReference<>(Map.of());
        await().atMost(LIMIT).during(Duration.ofMillis(1_500)).until(() -> {
            Map<String, String> now = nodes(reader);
            return now.equals(before.getAndSet(now));
        });
        return before.get();
    }

    /** All nodes, with their version and the transaction that last wrote them. */
    private static Map<String, String> nodes(ZooKeeper reader) throws Exception {
        Map<String, String> all = new TreeMap<>();
        collect(reader, "/", all);
        return all;
    }

    private static void collect(ZooKeeper reader, String path, Map<String, String> into)
            throws KeeperException, InterruptedException {
        Stat stat = new Stat();
        byte[] data = reader.getData(path, false, stat);
        into.put(path, stat.getVersion() + " " + stat.getMzxid() + " " + (data == null
                ? ""
                : new String(data,
                        StandardCharsets.UTF_8)));
        for (String child : reader.getChildren(path, false)) {
            if (!path.equals("/") || !child.equals("zookeeper")) {
                collect(reader, (path.equals("/") ? "" : path) + "/" + child, into);
            }
        }
    }

    /** The managers' own threads, without those that come and go. */
    private static List<String> threads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reeve-") && !name.startsWith("reeve-role-work"))
                .sorted()
                .toList();
    }

    private static long lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    /** The manager's own metrics; those of the JVM change by themselves. */
    private static List<String> metrics(Manager manager) throws IOException {
        return answer(manager, "/metrics").lines().filter(line -> line.startsWith("reeve_")).toList();
    }

    private static String answer(Manager manager, String path) throws IOException {
        var connection = URI.create("http://127.0.0.1:" + manager.bound().http().port() + path)
                .toURL()
                .openConnection(Proxy.NO_PROXY);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
