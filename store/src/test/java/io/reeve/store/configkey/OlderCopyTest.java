package io.reeve.store.configkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.election.ClusterPaths;
import io.reeve.election.testing.TestZooKeeper;
import io.reeve.store.testing.DirectFencedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the copy in memory makes of an older copy of ZooKeeper's data that is put back under it. */
class OlderCopyTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ClusterPaths paths = new ClusterPaths("test");
    private final List<String> told = new CopyOnWriteArrayList<>();
    private TestZooKeeper zookeeper;
    private CuratorFramework client;
    private ConfigKeyStore store;
    private DirectFencedWriter writer;

    @BeforeEach
    void start() throws Exception {
        zookeeper = new TestZooKeeper(-1, folder.resolve("data").toFile());
        client = CuratorFrameworkFactory.builder()
                .connectString(zookeeper.address())
                .sessionTimeoutMs(1_500)
                .retryPolicy(new RetryOneTime(100))
                .ensembleTracker(false)
                .build();
        client.start();
        client.blockUntilConnected();
        writer = DirectFencedWriter.elect(client, paths);
        store = new ConfigKeyStore(client, paths);
        store.onWentBack(told::add);
        store.start();
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        client.close();
        zookeeper.close();
    }

    /** Stops the server, runs a piece of work, and starts it again at the same port with the data of this folder. */
    private void restart(String data, Work work) throws Exception {
        int port = zookeeper.port();
        zookeeper.close();
        work.run();
        zookeeper = new TestZooKeeper(port, folder.resolve(data).toFile());
    }

    private interface Work {
        void run() throws IOException;
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("copy").resolve(folder.resolve("data").relativize(file)));
            }
        }
    }

    private void awaitAnswer() {
        await().atMost(SOON).ignoreExceptions().until(() -> store.sync(Duration.ofSeconds(5)));
    }

    @Test
    void aKeyThatIsOlderThanItWasIsTold() throws Exception {
        store.set(writer, "a", bytes("before"));
        restart("data", this::copy);
        awaitAnswer();
        assertThat(told).as("a restart loses nothing").isEmpty();
        store.set(writer, "a", bytes("after"));
        restart("copy", () -> {});
        await().atMost(SOON).until(() -> told.contains("config-key has an older state of 'a' than was there"));
    }

    @Test
    void aKeyThatIsMissingThoughItWasNotRemovedIsTold() throws Exception {
        store.set(writer, "a", bytes("before"));
        restart("data", this::copy);
        awaitAnswer();
        store.set(writer, "b", bytes("after"));
        restart("copy", () -> {});
        await().atMost(SOON).until(() -> told.contains("config-key has an older state of 'b' than was there"));
    }

    @Test
    void aKeyThatWasRemovedAndIsThereAgainIsTold() throws Exception {
        store.set(writer, "a", bytes("before"));
        restart("data", this::copy);
        awaitAnswer();
        assertThat(store.remove(writer, "a")).isTrue();
        restart("copy", () -> {});
        await().atMost(SOON).until(() -> told.contains("config-key has an older state of 'a' than was there"));
    }

    @Test
    void aNodeThatIsTooLargeForAValueIsNoOlderState() throws Exception {
        store.set(writer, "a", bytes("1"));
        client.setData().forPath(KeyNames.of("a").path(paths), new byte[70_000]);
        await().atMost(SOON).until(() -> store.get("a").isEmpty());
        for (int restart = 0; restart < 2; restart++) {
            restart("data", () -> {});
            awaitAnswer();
            assertThat(told).isEmpty();
        }
        client.setData().forPath(KeyNames.of("a").path(paths), bytes("2"));
        await().atMost(SOON).untilAsserted(() -> assertThat(store.get("a")).contains(bytes("2")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
