package io.reeve.store.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthStoreTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HealthCheck QUIET = HealthCheck.warning("HELLO_QUIET", "hello is quiet", "since noon");
    private static final HealthCheck LOUD = HealthCheck.error("HELLO_LOUD", "hello is loud");

    private StoreFixture zk;
    private CuratorFramework client;
    private DirectFencedWriter writer;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private HealthStore store;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
        store = open();
        store.attach(writer, Set.of("hello", "other"));
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private HealthStore open() throws InterruptedException {
        HealthStore opened = zk.closing(new HealthStore(zk.client(), zk.paths, nanos::get));
        opened.start();
        soon(() -> assertThat(opened.isLoaded()).isTrue());
        return opened;
    }

    @Test
    void checksAreThereAtOnceAndStoredSoon() throws Exception {
        store.set("hello", List.of(QUIET, LOUD));
        assertThat(store.all()).isEqualTo(Map.of("hello", List.of(QUIET, LOUD)));
        flushed();
        assertThat(open().all()).isEqualTo(Map.of("hello", List.of(QUIET, LOUD)));

        store.set("hello", List.of());
        assertThat(store.all()).isEmpty();
        flushed();
        assertThat(client.getChildren().forPath(zk.paths.health())).isEmpty();
    }

    @Test
    void standbysFollow() throws Exception {
        HealthStore standby = open();
        store.set("hello", List.of(QUIET));
        soon(() -> assertThat(standby.all()).containsEntry("hello", List.of(QUIET)));
        store.set("hello", List.of());
        soon(() -> assertThat(standby.all()).isEmpty());
        client.setData().forPath(zk.paths.epoch(), new byte[0]);
        zk.server.restart();
        store.attach(DirectFencedWriter.elect(client, zk.paths), Set.of("hello"));
        store.set("hello", List.of(LOUD));

        await().untilAsserted(() -> assertThat(standby.all()).containsEntry("hello", List.of(LOUD)));
    }

    @Test
    void onlyTheActiveSets() {
        store.detach();

        assertThatThrownBy(() -> store.set("hello", List.of(QUIET))).isInstanceOf(NotActiveException.class)
                .hasMessageContaining("hello");
        assertThatThrownBy(() -> store.set("a/b", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storedChecksStayUntilTheFirstSetOfTheirOwner() throws Exception {
        HealthStore successor = failover(Set.of("hello", "other"));
        assertThat(successor.all()).containsOnlyKeys("hello", "other", HealthStore.MGR);

        successor.set("hello", List.of());
        nanos.addAndGet(Duration.ofMillis(59_999).toNanos());
        flushed(successor);
        assertThat(successor.all()).containsOnlyKeys("other", HealthStore.MGR);
    }

    @Test
    void storedChecksGoAfter60SecondsIfTheirOwnerSaysNothing() throws Exception {
        HealthStore successor = failover(Set.of("hello", "other"));
        successor.set("hello", List.of(LOUD));
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());

        soon(() -> assertThat(successor.all()).isEqualTo(Map.of("hello", List.of(LOUD))));
        soon(() -> assertThat(client.getChildren().forPath(zk.paths.health())).containsExactly("hello"));
        successor.set("other", List.of(QUIET));
        assertThat(successor.all()).containsKey("other");
    }

    @Test
    void storedChecksGoWhenTheirOwnerIsDisabled() throws Exception {
        HealthStore successor = failover(Set.of("hello", "other"));
        successor.set("other", List.of());
        flushed(successor);

        assertThat(client.getChildren().forPath(zk.paths.health())).containsExactlyInAnyOrder("hello", "mgr");
    }

    @Test
    void storedChecksOfOwnersThatAreNotEnabledGoAtOnce() throws Exception {
        HealthStore successor = failover(Set.of("hello"));

        assertThat(successor.all()).containsOnlyKeys("hello", HealthStore.MGR);
        assertThat(client.getChildren().forPath(zk.paths.health())).containsExactlyInAnyOrder("hello", "mgr");
    }

    private HealthStore failover(Set<String> enabled) throws Exception {
        for (String owner : List.of("hello", "other", HealthStore.MGR)) {
            store.set(owner, List.of(QUIET));
        }
        flushed();
        HealthStore successor = open();
        successor.attach(DirectFencedWriter.elect(client, zk.paths), enabled);
        flushed(successor);
        return successor;
    }

    @Test
    void theDeposedFollowsAgain() throws Exception {
        store.set("hello", List.of(QUIET));
        flushed();
        HealthStore successor = open();
        successor.attach(DirectFencedWriter.elect(client, zk.paths), Set.of("hello"));
        store.set("hello", List.of(LOUD));
        successor.set("hello", List.of(QUIET, LOUD));

        soon(() -> assertThat(store.all()).isEqualTo(Map.of("hello", List.of(QUIET, LOUD))));
        assertThatThrownBy(() -> store.set("hello", List.of())).isInstanceOf(NotActiveException.class);
    }

    @Test
    void theLatestIsWrittenAfterAFreezeAndALostAnswer() throws Exception {
        writer.freeze();
        store.set("hello", List.of(QUIET));
        store.set("hello", List.of(LOUD));
        assertThat(store.isFlushed()).isFalse();
        writer.loseAnswers(2);
        writer.thaw();
        flushed();

        assertThat(open().all()).isEqualTo(Map.of("hello", List.of(LOUD)));
        assertThat(new String(client.getData().forPath(zk.paths.health() + "/hello"), UTF_8)).doesNotContain("QUIET");
    }

    @Test
    void setsDuringAWriteAreWrittenTogether() throws Exception {
        store.set("hello", List.of(QUIET));
        flushed();
        writer.hold();
        store.set("hello", List.of(LOUD));
        writer.awaitHeld();
        for (int i = 0; i < 100; i++) {
            store.set("hello", List.of(HealthCheck.warning("HELLO_COUNT", "count " + i)));
        }
        int before = writer.commits().size();
        writer.proceed();
        flushed();

        assertThat(writer.commits().size() - before).isEqualTo(2);
        assertThat(open().all().get("hello")).singleElement().extracting(HealthCheck::summary).isEqualTo("count 99");
    }

    @Test
    void longDetailsAreCutAndCountsAreNot() throws Exception {
        List<String> lines = IntStream.range(0, 700).mapToObj(i -> i + "\u0001".repeat(2_000)).toList();
        HealthCheck huge = new HealthCheck("HUGE", HealthCheck.Severity.WARNING, "s".repeat(5_000), 700, lines);
        store.set("hello", List.of(HealthCheck.warning("MANY", "many", lines.stream()
                .map(l -> l.substring(0, 2))
                .toArray(String[]::new))));
        assertThat(store.all().get("hello")).singleElement().satisfies(check -> {
            assertThat(check.detail()).hasSize(50).endsWith("… and 651 more");
            assertThat(check.count()).isEqualTo(700);
        });

        for (int many : List.of(1, 20, 5_000)) {
            store.set("hello", Collections.nCopies(many, huge));
            flushed();
            byte[] data = client.getData().forPath(zk.paths.health() + "/hello");
            assertThat(data.length).isBetween(100, HealthCodec.MAX_BYTES);
            assertThat(HealthCodec.parse(data)).isEqualTo(store.all().get("hello"))
                    .allMatch(c -> c.count() == 700);
        }
    }

    @Test
    void listenersHearWhatAppearedChangedAndWent() {
        List<HealthChange> heard = new CopyOnWriteArrayList<>();
        store.onChange(heard::add);
        store.set("hello", List.of(QUIET));
        soon(() -> assertThat(heard).hasSize(1));
        assertThat(heard.getFirst().appeared()).containsOnlyKeys("HELLO_QUIET");

        store.set("hello", List.of(HealthCheck.warning("HELLO_QUIET", "very quiet"), LOUD));
        soon(() -> assertThat(heard).hasSize(2));
        assertThat(heard.get(1).appeared()).containsOnlyKeys("HELLO_LOUD");
        assertThat(heard.get(1).changed()).containsOnlyKeys("HELLO_QUIET");

        store.set("hello", List.of());
        soon(() -> assertThat(heard).hasSize(3));
        assertThat(heard.get(2).gone()).containsOnlyKeys("HELLO_QUIET", "HELLO_LOUD");
        assertThat(heard.get(2).appeared()).isEmpty();
    }

    @Test
    void garbageIsSkippedAndReplaced() throws Exception {
        client.create().creatingParentsIfNeeded().forPath(zk.paths.health() + "/hello", "garbage".getBytes(UTF_8));
        client.create().forPath(zk.paths.health() + "/other", "[{\"code\": \"x\"}]".getBytes(UTF_8));
        HealthStore successor = open();
        assertThat(successor.all()).isEmpty();
        successor.attach(DirectFencedWriter.elect(client, zk.paths), Set.of("hello"));
        successor.set("hello", List.of(QUIET));
        flushed(successor);

        assertThat(open().all()).isEqualTo(Map.of("hello", List.of(QUIET)));
    }

    private void flushed() {
        flushed(store);
    }

    private static void flushed(HealthStore any) {
        soon(() -> assertThat(any.isFlushed()).isTrue());
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
    }
}
