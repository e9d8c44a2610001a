package io.reeve.store.configkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.election.testing.TcpProxy;
import io.reeve.store.TooLargeException;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigKeyStoreTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private StoreFixture zk;
    private CuratorFramework client;
    private DirectFencedWriter writer;
    private ConfigKeyStore store;
    private ExecutorService threads;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
        store = open(client);
        threads = zk.closing(Executors.newCachedThreadPool());
    }

    @AfterEach
    void stop() throws Exception {
        writer.proceed();
        zk.close();
    }

    private ConfigKeyStore open(CuratorFramework session) throws InterruptedException {
        ConfigKeyStore opened = zk.closing(new ConfigKeyStore(session, zk.paths));
        opened.start();
        return opened;
    }

    @Test
    void aWriteIsSeenByEveryThreadWhenItReturnsAndIsPersisted() throws Exception {
        byte[] value = {0, 1, (byte) 0xff};
        store.set(writer, "mgr/hello/greeting", value);
        value[0] = 9;

        assertThat(threads.submit(() -> store.get("mgr/hello/greeting")).get()).contains(new byte[]{0, 1, (byte) 0xff});
        assertThat(client.getData().forPath(KeyNames.of("mgr/hello/greeting").path(zk.paths)))
                .containsExactly(0, 1, 0xff);
        assertThat(store.exists("mgr/hello/greeting")).isTrue();
    }

    @Test
    void aWriteIsOneTransactionThatMakesItsBucket() {
        store.set(writer, "a", bytes("1"));
        store.set(writer, "a", bytes("2"));

        assertThat(writer.commits()).last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(writer.commits()).hasSize(2);
    }

    @Test
    void keysOfAnyCharactersAndEmptyValuesSurviveARestart() throws Exception {
        List<String> keys = List.of(".", "..", "/", "a/b", "%", "\0", "ü€😀", "€".repeat(341));
        for (String key : keys) {
            store.set(writer, key, bytes(""));
        }
        zk.server.restart();

        ConfigKeyStore other = open(zk.client());
        assertThat(other.prefix("").keySet()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(other.get("€".repeat(341))).contains(bytes(""));
    }

    @Test
    void prefixesAreFoundWhole() {
        for (String key : List.of("mgr/a/x", "mgr/a/y", "mgr/b/x", "mgr/a", "mgr/a0")) {
            store.set(writer, key, bytes(key));
        }

        assertThat(store.prefix("mgr/a/").keySet()).containsExactly("mgr/a/x", "mgr/a/y");
        assertThat(store.prefix("mgr/a/").get("mgr/a/y")).isEqualTo(bytes("mgr/a/y"));
        assertThat(store.prefix("")).hasSize(5);
        assertThat(store.size()).isEqualTo(5);
        assertThat(store.bytes()).isEqualTo(2 * 32);
    }

    @Test
    void removeTellsWhetherTheKeyWasThere() throws Exception {
        store.set(writer, "a", bytes("1"));

        assertThat(store.remove(writer, "a")).isTrue();
        assertThat(store.get("a")).isEmpty();
        assertThat(store.remove(writer, "a")).isFalse();
        assertThat(client.checkExists().forPath(KeyNames.of("a").path(zk.paths))).isNull();
        store.set(writer, "a", bytes("2"));
        assertThat(store.get("a")).contains(bytes("2"));
    }

    @Test
    void twoStoresSeeOneAnothersChangesAndTellTheirListeners() throws Exception {
        CuratorFramework session = zk.client();
        ConfigKeyStore other = open(session);
        Set<String> heard = ConcurrentHashMap.newKeySet();
        other.onChange(heard::addAll);

        store.set(writer, "a", bytes("1"));
        await().atMost(SOON).until(() -> heard.contains("a"));
        assertThat(other.get("a")).contains(bytes("1"));
        heard.clear();
        store.remove(writer, "a");
        await().atMost(SOON).until(() -> heard.contains("a"));
        assertThat(other.get("a")).isEmpty();

        DirectFencedWriter successor = DirectFencedWriter.elect(session, zk.paths);
        other.set(successor, "a", bytes("2"));
        other.set(successor, "b", bytes("3"));
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).contains(bytes("2"));
        assertThat(store.get("b")).contains(bytes("3"));
    }

    @Test
    void syncCatchesUpWithEverythingCommittedBefore() throws Exception {
        ConfigKeyStore other = open(zk.client());
        for (int i = 0; i < 300; i++) {
            store.set(writer, "k" + i % 7, bytes("" + i));
            if (i % 10 == 0) {
                assertThat(other.sync(SOON)).isTrue();
                assertThat(other.get("k" + i % 7)).contains(bytes("" + i));
            }
        }
    }

    @Test
    void changesByHandArePickedUpAndCanBeOverwritten() throws Exception {
        store.set(writer, "a", bytes("1"));
        String path = KeyNames.of("a").path(zk.paths);

        client.setData().forPath(path, bytes("hand"));
        store.set(writer, "a", bytes("2"));
        assertThat(store.get("a")).contains(bytes("2"));
        client.setData().forPath(path, bytes("hand"));
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).contains(bytes("hand"));
        client.delete().forPath(path);
        store.set(writer, "a", bytes("3"));
        assertThat(store.get("a")).contains(bytes("3"));
        client.delete().deletingChildrenIfNeeded().forPath(zk.paths.configKey());
        store.set(writer, "a", bytes("4"));
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).contains(bytes("4"));
        client.delete().forPath(path);
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void anOwnWriteIsNotReplacedByAnOlderReadUnderWay() throws Exception {
        ConfigKeyStore active = open(zk.client()); // Its reads go through another session than its writes.
        Set<String> seen = ConcurrentHashMap.newKeySet();
        active.onChange(_ -> active.get("k").ifPresent(v -> seen.add(new String(v, UTF_8))));
        for (int i = 0; i < 500; i++) {
            active.set(writer, "k", bytes("" + i));
            assertThat(active.get("k")).contains(bytes("" + i));
            if (i % 5 == 0) {
                active.remove(writer, "k");
                assertThat(active.get("k")).isEmpty();
            }
        }
        assertThat(active.sync(SOON)).isTrue();
        assertThat(active.get("k")).contains(bytes("499"));
    }

    @Test
    void aValueIsNotSeenBeforeItIsPersisted() throws Exception {
        store.set(writer, "a", bytes("1"));
        writer.hold();
        Future<?> write = threads.submit(() -> store.set(writer, "a", bytes("2")));
        writer.awaitHeld();

        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).contains(bytes("1"));
        writer.proceed();
        write.get();
        assertThat(store.get("a")).contains(bytes("2"));
    }

    @Test
    void aRemovalSeenBeforeTheOwnWriteReturnsIsNotUndone() throws Exception {
        writer.holdAnswers();
        Future<?> write = threads.submit(() -> store.set(writer, "a", bytes("1")));
        writer.awaitHeld();
        client.delete().forPath(KeyNames.of("a").path(zk.paths));
        assertThat(store.sync(SOON)).isTrue();
        writer.proceed();
        write.get();

        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void anOwnWriteIsNotReadBack() throws Exception {
        store.set(writer, "a", bytes("0"));
        assertThat(store.sync(SOON)).isTrue();
        long before = zk.requests();
        for (int i = 1; i <= 200; i++) {
            store.set(writer, "a", bytes("" + i));
        }
        assertThat(store.sync(SOON)).isTrue();

        assertThat(zk.requests() - before).isBetween(200L, 240L); // one each, and some pings
    }

    @Test
    void syncDuringAnOwnWriteCatchesUpWithWhatFollowedIt() throws Exception {
        store.set(writer, "a", bytes("1"));
        writer.holdAnswers();
        Future<?> write = threads.submit(() -> store.set(writer, "a", bytes("2")));
        writer.awaitHeld();
        client.setData().forPath(KeyNames.of("a").path(zk.paths), bytes("hand"));

        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).contains(bytes("hand"));
        writer.proceed();
        write.get();
        assertThat(store.get("a")).contains(bytes("hand"));
    }

    @Test
    void whatOthersWroteDuringAnOwnWriteIsSeenAfterIt() throws Exception {
        store.set(writer, "a", bytes("1"));
        writer.holdAnswers();
        Future<?> write = threads.submit(() -> store.set(writer, "a", bytes("2")));
        writer.awaitHeld();
        client.setData().forPath(KeyNames.of("a").path(zk.paths), bytes("hand"));
        client.sync().forPath(zk.paths.root());
        writer.proceed();
        write.get();

        await().atMost(SOON).untilAsserted(() -> assertThat(store.get("a")).contains(bytes("hand")));
    }

    @Test
    void writersOfOneKeyComeOneAfterAnother() throws Exception {
        List<Future<?>> writes = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            writes.add(threads.submit(() -> {
                for (int i = 0; i < 30; i++) {
                    store.set(writer, "k" + i % 3, bytes(thread + "/" + i));
                }
            }));
        }
        for (Future<?> write : writes) {
            write.get(60, TimeUnit.SECONDS);
        }

        assertThat(writer.commits()).hasSize(240);
        for (int k = 0; k < 3; k++) {
            String path = KeyNames.of("k" + k).path(zk.paths);
            assertThat(store.get("k" + k)).contains(client.getData().forPath(path));
        }
    }

    @Test
    void whileFrozenWritesThrowAtOnceAndReadsAnswer() throws Exception {
        store.set(writer, "a", bytes("1"));
        writer.hold();
        Future<?> write = threads.submit(() -> store.set(writer, "a", bytes("2")));
        writer.awaitHeld();
        writer.freeze();

        assertThatThrownBy(() -> store.set(writer, "a", bytes("3"))).isInstanceOf(FrozenException.class)
                .hasMessageContaining("a was not written");
        assertThatThrownBy(() -> store.remove(writer, "a")).isInstanceOf(FrozenException.class);
        assertThat(store.get("a")).contains(bytes("1"));
        writer.proceed();
        write.get();
        writer.thaw();
        assertThat(store.get("a")).contains(bytes("2"));
    }

    @Test
    void aDeposedWriterIsRefused() throws Exception {
        DirectFencedWriter.elect(client, zk.paths);

        assertThatThrownBy(() -> store.set(writer, "a", bytes("1"))).isInstanceOf(NotActiveException.class);
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void anUnknownOutcomeIsThrownAndTheValueShowsIfItWasPersisted() {
        writer.loseAnswers(1);

        assertThatThrownBy(() -> store.set(writer, "a", bytes("1"))).isInstanceOf(OutcomeUnknownException.class);
        await().atMost(SOON).untilAsserted(() -> assertThat(store.get("a")).contains(bytes("1")));
        writer.loseAnswers(1);
        assertThatThrownBy(() -> store.remove(writer, "a")).isInstanceOf(OutcomeUnknownException.class);
        await().atMost(SOON).untilAsserted(() -> assertThat(store.get("a")).isEmpty());
        store.set(writer, "a", bytes("2"));
        assertThat(store.get("a")).contains(bytes("2"));
    }

    @Test
    void valuesHave64KibAtMost() {
        store.set(writer, "a", new byte[65_536]);

        assertThatThrownBy(() -> store.set(writer, "b", new byte[65_537])).isInstanceOf(TooLargeException.class)
                .hasMessageContaining("entry size limited to 65536 bytes");
        assertThatThrownBy(() -> store.set(writer, "", bytes(""))).isInstanceOf(BadKeyException.class);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void allTogetherHaveTheTotalLimitAtMost() throws Exception {
        ConfigKeyStore small = zk.closing(new ConfigKeyStore(client, zk.paths, 1_000));
        small.start();
        small.set(writer, "a", new byte[900]);

        assertThatThrownBy(() -> small.set(writer, "b", new byte[100])).isInstanceOf(TooLargeException.class)
                .hasMessageContaining("901 of at most 1000 bytes");
        small.set(writer, "a", new byte[10]);
        small.set(writer, "b", new byte[100]);
        small.remove(writer, "b");
        small.set(writer, "a", new byte[999]);
    }

    @Test
    void afterALostConnectionEverythingIsReadAgain() throws Exception {
        TcpProxy proxy = zk.closing(new TcpProxy(zk.server.getPort()));
        CuratorFramework session = zk.client(proxy.port());
        long id = session.getZookeeperClient().getZooKeeper().getSessionId();
        ConfigKeyStore cut = open(session);
        missingEventsTo(cut, () -> {
            proxy.drop();
            await().atMost(SOON).until(() -> !session.getZookeeperClient().isConnected());
        }, proxy::mend);

        assertThat(session.getZookeeperClient().getZooKeeper().getSessionId()).isEqualTo(id);
    }

    @Test
    void afterALostSessionEverythingIsReadAgain() throws Exception {
        TcpProxy proxy = zk.closing(new TcpProxy(zk.server.getPort()));
        CuratorFramework session = zk.client(proxy.port());
        long id = session.getZookeeperClient().getZooKeeper().getSessionId();
        ConfigKeyStore cut = open(session);
        missingEventsTo(cut, () -> {
            proxy.drop();
            session.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
        }, proxy::mend);

        assertThat(session.getZookeeperClient().getZooKeeper().getSessionId()).isNotEqualTo(id);
    }

    private void missingEventsTo(ConfigKeyStore cut, Step before, Step after) throws Exception {
        for (String key : List.of("changed", "removed", "kept")) {
            store.set(writer, key, bytes("1"));
        }
        assertThat(cut.sync(SOON)).isTrue();
        Set<String> heard = ConcurrentHashMap.newKeySet();
        before.run();
        cut.onChange(heard::addAll);
        store.set(writer, "changed", bytes("2"));
        store.remove(writer, "removed");
        store.set(writer, "new", bytes("3"));
        assertThat(cut.get("removed")).contains(bytes("1"));
        after.run();

        await().atMost(SOON).untilAsserted(() -> assertThat(heard).contains("changed", "removed", "new"));
        assertThat(cut.prefix("").keySet()).containsExactly("changed", "kept", "new");
        assertThat(cut.get("changed")).contains(bytes("2"));
        store.set(writer, "kept", bytes("4"));
        assertThat(cut.sync(SOON)).isTrue();
        assertThat(cut.get("kept")).contains(bytes("4"));
    }

    private interface Step {
        void run() throws Exception;
    }

    @Test
    void aRestartOfZooKeeperLosesNothing() throws Exception {
        store.set(writer, "a", bytes("1"));
        zk.server.restart();

        await().until(() -> store.sync(SOON));
        assertThat(store.get("a")).contains(bytes("1"));
        store.set(writer, "a", bytes("2"));
        client.setData().forPath(KeyNames.of("a").path(zk.paths), bytes("3"));
        await().atMost(SOON).untilAsserted(() -> assertThat(store.get("a")).contains(bytes("3")));
    }

    @Test
    void syncEndsInTimeWhileZooKeeperIsDown() throws Exception {
        zk.server.stop();

        assertThat(store.sync(Duration.ofMillis(500))).isFalse();
    }

    @Test
    void garbageIsSkipped() throws Exception {
        String root = zk.paths.configKey();
        KeyNames good = KeyNames.of("good");
        for (String path : List.of(root + "/zzz/x", root + "/000/%zz", root + "/" + good.bucket() + "/good/below",
                root + "/" + (good.bucket().equals("123") ? "124" : "123") + "/good")) {
            client.create().creatingParentsIfNeeded().forPath(path, bytes("garbage"));
        }
        String large = KeyNames.of("large").path(zk.paths);
        client.create().creatingParentsIfNeeded().forPath(large, new byte[70_000]);
        client.setData().forPath(good.path(zk.paths), bytes("fine"));

        for (ConfigKeyStore any : List.of(store, open(zk.client()))) {
            assertThat(any.sync(SOON)).isTrue();
            assertThat(any.prefix("").keySet()).containsExactly("good");
            assertThat(any.get("good")).contains(bytes("fine"));
        }
        store.set(writer, "large", bytes("small"));
        assertThat(store.get("large")).contains(bytes("small"));
        client.setData().forPath(large, new byte[70_000]);
        assertThat(store.sync(SOON)).isTrue();
        assertThat(store.get("large")).isEmpty();
        assertThat(store.remove(writer, "large")).isTrue();
        assertThat(client.checkExists().forPath(large)).isNull();
    }

    @Test
    void changesDuringACallOfAListenerComeTogether() throws Exception {
        List<Set<String>> calls = Collections.synchronizedList(new ArrayList<>());
        var entered = new Semaphore(0);
        var leave = new Semaphore(0);
        store.onChange(keys -> {
            calls.add(keys);
            entered.release();
            leave.acquireUninterruptibly();
            throw new IllegalStateException("a listener that throws is called again");
        });
        store.set(writer, "first", bytes("1"));
        entered.acquire();
        store.set(writer, "a", bytes("1"));
        store.set(writer, "b", bytes("1"));
        store.remove(writer, "a");
        leave.release(10);

        await().atMost(SOON).until(() -> calls.size() == 2);
        assertThat(calls).containsExactly(Set.of("first"), Set.of("a", "b"));
    }

    @Test
    void startWorksOnceAndCloseAnyNumberOfTimes() {
        assertThatThrownBy(store::start).isInstanceOf(IllegalStateException.class).hasMessageContaining("STARTED");
        store.close();
        store.close();
        assertThatThrownBy(() -> store.set(writer, "a", bytes("1"))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CLOSED");
    }

    @Test
    void aRemovalIsWrittenWithAWriteThatTellsItsTransaction() {
        store.set(writer, "a", bytes("1"));
        store.remove(writer, "a");

        List<Write> last = writer.commits().getLast();
        assertThat(last.getFirst()).isInstanceOf(Write.Delete.class);
        assertThat(last.getLast()).isInstanceOf(Write.Set.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
