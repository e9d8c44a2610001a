package io.reeve.store.clusterlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.StoreException;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterLogTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final LogQueue.QueueLimits PLENTY = new LogQueue.QueueLimits(100_000, 1, 2_000);

    private StoreFixture zk;
    private CuratorFramework client;
    private DirectFencedWriter writer;
    private ClusterLog log;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
        log = open();
        log.attach(writer);
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private ClusterLog open() throws InterruptedException {
        return zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system(), System::nanoTime, PLENTY));
    }

    @Test
    void linesAreWrittenAndReadOnEveryNode() throws Exception {
        log.append("hello", ClusterLogChannel.CLUSTER, ClusterLogPriority.WARN, "a \"line\" with ü\n");
        assertThat(log.flush(SOON)).isTrue();

        for (ClusterLog any : List.of(log, open())) {
            assertThat(any.last(10, ClusterLogPriority.DEBUG, null)).singleElement().satisfies(e -> {
                assertThat(e.seq()).isEqualTo(1);
                assertThat(e.name()).isEqualTo("hello");
                assertThat(e.message()).isEqualTo("a \"line\" with ü\n");
                assertThat(e.stamp()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            });
        }
    }

    @Test
    void aLineLeavesTheQueueOnlyWhenLastHasIt() throws Exception {
        ClusterLog fresh = open();
        List<Boolean> flushed = new CopyOnWriteArrayList<>();
        AtomicBoolean committed = new AtomicBoolean();
        FencedWriter observed = new FencedWriter() {
            @Override
            public long epoch() {
                return writer.epoch();
            }

            @Override
            public boolean isFrozen() {
                return writer.isFrozen();
            }

            @Override
            public List<Long> commit(List<Write> writes) throws ConflictException {
                List<Long> ids = writer.commit(writes);
                committed.set(true);
                return ids;
            }

            @Override
            public boolean equals(@Nullable Object other) { // asked as the lines that were written become visible
                try {
                    if (committed.getAndSet(false)) {
                        flushed.add(fresh.flush(Duration.ZERO));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return this == other;
            }

            @Override
            public int hashCode() {
                return System.identityHashCode(this);
            }
        };
        fresh.append("hello", ClusterLogChannel.CLUSTER, ClusterLogPriority.WARN, "read your own write");
        fresh.attach(observed);
        assertThat(fresh.flush(SOON)).isTrue();

        assertThat(flushed).containsExactly(false);
        assertThat(fresh.last(1, ClusterLogPriority.DEBUG, null)).singleElement()
                .satisfies(line -> assertThat(line.message()).isEqualTo("read your own write"));
    }

    @Test
    void lastPicksByPriorityChannelAndCount() throws Exception {
        for (ClusterLogPriority priority : ClusterLogPriority.values()) {
            log.append("mgr.a", ClusterLogChannel.AUDIT, priority, "audit " + priority);
            log.append("mgr.a", ClusterLogChannel.CLUSTER, priority, "cluster " + priority);
        }
        log.flush(SOON);

        assertThat(log.last(100, ClusterLogPriority.WARN, ClusterLogChannel.AUDIT)).extracting(LogEntry::message)
                .containsExactly("audit WARN", "audit ERROR");
        assertThat(log.last(3, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("cluster WARN", "audit ERROR", "cluster ERROR");
        assertThat(log.last(0, ClusterLogPriority.DEBUG, null)).isEmpty();
    }

    @Test
    void theLast1000LinesAreKept() throws Exception {
        for (int i = 0; i < 2_345; i++) {
            say(log, "line " + i);
            if (i % 97 == 0) {
                log.flush(SOON);
            }
        }
        assertThat(log.flush(SOON)).isTrue();

        for (ClusterLog any : List.of(log, open())) {
            List<LogEntry> lines = any.last(5_000, ClusterLogPriority.DEBUG, null);
            assertThat(lines).extracting(LogEntry::message)
                    .containsExactlyElementsOf(IntStream.range(1_345, 2_345).mapToObj(i -> "line " + i).toList());
            assertThat(lines.getLast().seq()).isEqualTo(2_345);
        }
        assertThat(storedLines()).isBetween(1_000, 1_200);
    }

    @Test
    void whoWaitsForLinesDoesNotWaitForMoreOfThem() throws Exception {
        say(log, "first");
        log.flush(SOON);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            say(log, "line " + i);
            assertThat(log.flush(SOON)).isTrue();
            quickest = Math.min(quickest, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(60));
    }

    @Test
    void nodesAreSmallAndMessagesAreCut() throws Exception {
        for (int i = 0; i < 30; i++) {
            say(log, "\u0001".repeat(5_000));
        }
        log.flush(SOON);

        assertThat(log.last(1, ClusterLogPriority.DEBUG, null).getFirst().message())
                .hasSize(LogEntry.MAX_MESSAGE)
                .endsWith(" … (cut, 5000 characters)");
        for (List<Write> commit : writer.commits()) {
            assertThat(((Write.Create) commit.getLast()).data().length).isLessThanOrEqualTo(LogBatch.MAX_BYTES);
        }
    }

    @Test
    void aBurstIsWrittenInFewNodes() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            say(log, "line " + i);
        }
        log.flush(SOON);

        assertThat(writer.commits()).hasSizeLessThan(12);
    }

    @Test
    void theLogGoesOnAfterAFailover() throws Exception {
        say(log, "old");
        log.flush(SOON);
        ClusterLog successor = open();
        say(successor, "new");
        successor.attach(DirectFencedWriter.elect(client, zk.paths));
        assertThat(successor.flush(SOON)).isTrue();
        say(log, "of the deposed");

        assertThat(successor.last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("old", "new");
        assertThat(successor.last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::seq)
                .containsExactly(1L, 2L);
        assertThat(log.flush(Duration.ofMillis(300))).isFalse();
        log.attach(DirectFencedWriter.elect(client, zk.paths));
        assertThat(log.flush(SOON)).isTrue();
        assertThat(log.last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("old", "new", "of the deposed");
    }

    @Test
    void whatCouldNotBeWrittenDuringAFreezeIsWrittenAfterIt() throws Exception {
        writer.freeze();
        say(log, "frozen");
        assertThat(log.flush(Duration.ofMillis(300))).isFalse();
        writer.thaw();

        assertThat(log.flush(SOON)).isTrue();
        assertThat(log.last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("frozen");
    }

    @Test
    void aLostAnswerWritesNoLineTwice() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        log.onWritten(lines -> lines.forEach(l -> heard.add(l.message())));
        writer.loseAnswers(2);
        say(log, "once");
        assertThat(log.flush(SOON)).isTrue();
        say(log, "next");
        assertThat(log.flush(SOON)).isTrue();

        assertThat(open().last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("once", "next");
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("once", "next"));
    }

    @Test
    void appendDoesNotBlockWhileAWriteHangs() throws Exception {
        writer.hold();
        say(log, "held");
        writer.awaitHeld();
        List<String> expected = new ArrayList<>(List.of("held"));
        for (int i = 0; i < 100; i++) {
            say(log, "line " + i);
            expected.add("line " + i);
        }
        writer.proceed();

        assertThat(log.flush(SOON)).isTrue();
        assertThat(log.last(1_000, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void garbageIsSkippedAndReplaced() throws Exception {
        say(log, "before");
        log.flush(SOON);
        String garbage = zk.paths.log() + "/0000000002";
        client.create().forPath(garbage, "no JSON".getBytes(UTF_8));
        client.create().forPath(zk.paths.log() + "/what", new byte[0]);
        for (int i = 0; i < 1_100; i++) {
            say(log, "line " + i);
        }

        assertThat(log.flush(SOON)).isTrue();
        assertThat(log.last(2_000, ClusterLogPriority.DEBUG, null)).hasSize(1_000);
        assertThat(new String(client.getData().forPath(garbage), UTF_8)).contains("line 0");
    }

    @Test
    void theLogIsMadeAgainWhenItWasRemovedByHand() throws Exception {
        say(log, "one");
        log.flush(SOON);
        client.delete().deletingChildrenIfNeeded().forPath(zk.paths.log());
        say(log, "two");

        assertThat(log.flush(SOON)).isTrue();
        assertThat(open().last(10, ClusterLogPriority.DEBUG, null)).extracting(LogEntry::message)
                .containsExactly("two");
    }

    @Test
    void onAStandbyWithoutZooKeeperLastSaysSo() throws Exception {
        ClusterLog standby = open();
        zk.server.stop();

        assertThatThrownBy(() -> standby.last(1, ClusterLogPriority.DEBUG, null)).isInstanceOf(StoreException.class)
                .hasMessageContaining("the cluster log cannot be read");
    }

    private int storedLines() throws Exception {
        int lines = 0;
        for (String name : client.getChildren().forPath(zk.paths.log())) {
            lines += LogBatch.parse(name, client.getData().forPath(zk.paths.log() + "/" + name)).entries().size();
        }
        return lines;
    }

    private static void say(ClusterLog log, String message) {
        log.append("hello", ClusterLogChannel.CLUSTER, ClusterLogPriority.INFO, message);
    }
}
