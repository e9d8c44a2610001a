package io.reeve.store.clusterlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.OldNodes;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs that earlier versions wrote. */
final class OldLogTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private StoreFixture zk;
    private CuratorFramework client;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private ClusterLog open() {
        return zk.closing(new ClusterLog(client, zk.paths, InstantSource.system()));
    }

    private static List<LogEntry> all(ClusterLog log) throws InterruptedException {
        return log.last(1_000, ClusterLogPriority.DEBUG, null);
    }

    private ClusterLog becomeActive() throws Exception {
        ClusterLog log = open();
        log.append("mgr.b", ClusterLogChannel.CLUSTER, ClusterLogPriority.INFO, "one more");
        log.attach(DirectFencedWriter.elect(client, zk.paths));
        assertThat(log.flush(SOON)).isTrue();
        return log;
    }

    @ParameterizedTest
    @EnumSource
    void logOf743b3a6IsReadAndContinued(OldNodes old) throws Exception {
        old.write(client, zk.paths);
        List<LogEntry> before = all(open());
        assertThat(before).hasSizeGreaterThan(20).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));

        ClusterLog log = becomeActive();

        await().untilAsserted(() -> assertThat(all(log)).hasSize(before.size() + 1));
        assertThat(all(open())).startsWith(before.toArray(LogEntry[]::new)).last().satisfies(e -> {
            assertThat(e.message()).isEqualTo("one more");
            assertThat(e.seq()).isEqualTo(before.getLast().seq() + 1);
        });
        assertThat(client.getChildren().forPath(zk.paths.log())).allMatch(name -> name.matches("[0-9]{10}"));
    }

    @Test
    void logThatBeganAgainUnderAnotherLocaleIsOneLogWithAllLines() throws Exception {
        OldNodes.ARABIC.write(client, zk.paths);
        List<LogEntry> first = all(open());
        OldNodes.PLAIN.write(client, zk.paths); // written earlier, by its stamps
        int both = all(open()).size();

        ClusterLog log = becomeActive();

        await().untilAsserted(() -> assertThat(all(log)).hasSize(both + 1));
        assertThat(all(open())).extracting(LogEntry::message)
                .containsAll(
                        first.stream().map(LogEntry::message).toList());
        assertThat(all(open())).isSortedAccordingTo((a, b) -> a.stamp().compareTo(b.stamp()));
        assertThat(all(open())).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
        assertThat(client.getChildren().forPath(zk.paths.log())).allMatch(name -> name.matches("[0-9]{10}"));
    }
}
