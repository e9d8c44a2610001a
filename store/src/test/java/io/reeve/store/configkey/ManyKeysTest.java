package io.reeve.store.configkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 50,000 keys of full length, of the characters that need most room as node names. */
class ManyKeysTest {
    private static final int KEYS = 50_000;
    private static final int MEBIBYTE = 1 << 20;

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

    @Test
    void noAnswerComesNearToOneMebibyteAndThereIsOneWatch() throws Exception {
        DirectFencedWriter writer = DirectFencedWriter.elect(client, zk.paths);
        List<String> keys = IntStream.range(0, KEYS).mapToObj(ManyKeysTest::key).toList();
        store(keys);

        CuratorFramework session = zk.client();
        List<ConnectionState> states = new ArrayList<>();
        session.getConnectionStateListenable().addListener((_, state) -> states.add(state));
        long start = System.nanoTime();
        ConfigKeyStore store = zk.closing(new ConfigKeyStore(session, zk.paths));
        store.start();
        long loaded = System.nanoTime();

        assertThat(store.size()).isEqualTo(KEYS);
        assertThat(store.prefix("").keySet().containsAll(keys)).isTrue(); // AssertJ's own containsAll takes a minute here.
        assertThat(store.longestBucket()).isLessThan(MEBIBYTE / 4);
        assertThat(client.getChildren().forPath(zk.paths.configKey())).hasSizeLessThanOrEqualTo(4096);
        assertThat(watches()).contains("1 connections watching 1 paths").contains("Total watches:1");
        changeSome(writer, store, keys);
        assertThat(states).doesNotContain(ConnectionState.SUSPENDED, ConnectionState.LOST);
        System.out.printf("50,000 keys read in %d ms, longest list of children %d bytes, heap %d MiB%n",
                (loaded - start) / 1_000_000, store.longestBucket(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    }

    private static void changeSome(DirectFencedWriter writer, ConfigKeyStore store, List<String> keys)
            throws InterruptedException {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        store.onChange(heard::addAll);
        store.set(writer, keys.getFirst(), new byte[ConfigKeyStore.MAX_VALUE_BYTES]);
        store.set(writer, key(KEYS), new byte[ConfigKeyStore.MAX_VALUE_BYTES]);
        store.remove(writer, keys.getLast());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> heard.containsAll(List.of(keys.getFirst(), keys.getLast(), key(KEYS))));
        assertThat(store.sync(Duration.ofSeconds(60))).isTrue();
        assertThat(store.size()).isEqualTo(KEYS);
    }

    /** 1,024 bytes in UTF-8, none of which stands for itself. */
    private static String key(int number) {
        String digits = String.format(Locale.ROOT, "%06d", number)
                .chars()
                .mapToObj(c -> "/%+=#@ ;:!".charAt(c - '0'))
                .map(String::valueOf)
                .collect(Collectors.joining());
        String key = digits + " " + "€".repeat(339);
        assertThat(key.getBytes(UTF_8)).hasSize(KeyNames.MAX_KEY_BYTES);
        return key;
    }

    private void store(List<String> keys) throws Exception {
        assertThat(KeyNames.of(keys.getFirst()).name()).hasSize(3 * KeyNames.MAX_KEY_BYTES);
        create(List.of(zk.paths.configKey()));
        create(keys.stream().map(k -> KeyNames.of(k).bucketPath(zk.paths)).distinct().toList());
        for (int i = 0; i < keys.size(); i += 1_000) {
            create(keys.subList(i, i + 1_000).stream().map(k -> KeyNames.of(k).path(zk.paths)).toList());
        }
    }

    /** In transactions of 10, a few under way at a time. ZooKeeper keeps the last 500 of them in memory. */
    private void create(List<String> paths) throws Exception {
        Semaphore window = new Semaphore(16);
        int batches = (paths.size() + 9) / 10;
        CountDownLatch done = new CountDownLatch(batches);
        for (int b = 0; b < batches; b++) {
            List<CuratorOp> ops = new ArrayList<>();
            for (String path : paths.subList(b * 10, Math.min(paths.size(), b * 10 + 10))) {
                ops.add(client.transactionOp().create().forPath(path, new byte[]{1}));
            }
            window.acquire();
            client.transaction().inBackground((_, event) -> {
                if (event.getResultCode() == 0) {
                    done.countDown();
                }
                window.release();
            }).forOperations(ops);
        }
        assertThat(done.await(4, TimeUnit.MINUTES)).isTrue();
    }

    private String watches() throws IOException, org.apache.zookeeper.common.X509Exception.SSLContextException {
        System.setProperty("zookeeper.4lw.commands.whitelist", "*");
        return FourLetterWordMain.send4LetterWord("127.0.0.1", zk.server.getPort(), "wchs");
    }
}
