package io.reeve.maps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.HealthCheck;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.NodeReads;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthStore;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a new active reads when, as a standby, it has not heard yet of writes that are acknowledged: the events and answers of its
 * ZooKeeper session wait behind a callback that hangs.
 */
class ActivationReadsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final HealthCheck OLD = HealthCheck.warning("HELLO_OLD", "hello is old");
    private static final HealthCheck NEW = HealthCheck.warning("HELLO_NEW", "hello is new");

    private final CountDownLatch heard = new CountDownLatch(1);
    private StoreFixture zk;
    private CuratorFramework standby;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        standby = zk.client();
    }

    @AfterEach
    void stop() throws Exception {
        heard.countDown();
        zk.close();
    }

    /** From now on nothing that ZooKeeper sends reaches the standby. */
    private void deafen() throws Exception {
        CountDownLatch deaf = new CountDownLatch(1);
        standby.checkExists().inBackground((_, _) -> {
            deaf.countDown();
            heard.await();
        }).forPath("/");
        deaf.await();
    }

    @Test
    void everyAcknowledgedWriteIsThere() throws Exception {
        CuratorFramework active = zk.client();
        DirectFencedWriter writer = DirectFencedWriter.elect(active, zk.paths);
        ConfigKeyStore keys = keys(active);
        MapStores maps = MapStores.of(new NodeReads(active), zk.paths, "fsid", 1);
        HealthMutes mutes = new HealthMutes(active, zk.paths);
        ConfigKeyStore copy = keys(standby);
        HealthStore checks = zk.closing(new HealthStore(standby, zk.paths, System::nanoTime));
        writeChecks(writer, OLD, false);
        checks.start();
        keys.set(writer, "k", "old".getBytes(UTF_8));
        await().until(() -> copy.exists("k") && checks.all().containsKey("hello"));
        deafen();

        keys.set(writer, "k", "new".getBytes(UTF_8));
        mutes.mute(writer, new HealthMutes.Mute("MUTED", true, 0, "", 0));
        writeChecks(writer, NEW, true);
        writeMap(writer, maps);
        assertThat(copy.get("k")).as("what the standby has").contains("old".getBytes(UTF_8));

        MapStores mapsNext = MapStores.of(new NodeReads(standby), zk.paths, "fsid", 1);
        HealthMutes mutesNext = new HealthMutes(standby, zk.paths);
        mapsNext.osd().ask();
        mapsNext.fs().ask();
        CompletableFuture<Boolean> synced = beside(() -> copy.sync(LONG));
        CompletableFuture<Boolean> muted = beside(() -> {
            mutesNext.load(LONG);
            return true;
        });
        checks.attach(DirectFencedWriter.elect(active, zk.paths), Set.of("hello"));
        assertThat(checks.awaitInherited(Duration.ofMillis(1))).isFalse();
        assertThat(synced).isNotDone();
        heard.countDown();

        assertThat(synced.join()).isTrue();
        assertThat(copy.get("k")).contains("new".getBytes(UTF_8));
        assertThat(muted.join()).isTrue();
        assertThat(mutesNext.all()).containsOnlyKeys("MUTED");
        assertThat(checks.awaitInherited(LONG)).isTrue();
        assertThat(checks.all()).containsEntry("hello", List.of(NEW));
        assertThat(mapsNext.osd().load().epoch()).isEqualTo(1);
        assertThat(mapsNext.fs().load().epoch()).isZero();
    }

    private ConfigKeyStore keys(CuratorFramework client) throws InterruptedException {
        ConfigKeyStore keys = zk.closing(new ConfigKeyStore(client, zk.paths));
        keys.start();
        return keys;
    }

    private void writeChecks(DirectFencedWriter writer, HealthCheck check, boolean there) throws Exception {
        byte[] data = ("[{\"code\":\"" + check.code() + "\",\"severity\":\"HEALTH_WARN\",\"summary\":\""
                + check.summary()
                + "\",\"count\":" + check.count() + ",\"detail\":[]}]").getBytes(UTF_8);
        String node = zk.paths.health() + "/hello";
        List<Long> _ = writer.commit(there
                ? List.of(new Write.Set(node, data, -1))
                : List.of(new Write.Create(zk.paths.health(), new byte[0]), new Write.Create(node, data)));
    }

    private static void writeMap(DirectFencedWriter writer, MapStores maps) throws Exception {
        var osd = maps.osd().load();
        var draft = new io.reeve.maps.osd.OsdMapDraft(osd, 2);
        draft.flag("noout", true);
        var change = draft.change().orElseThrow();
        MapStore.commit(writer,
                List.of(new MapStore.Pending<>(maps.osd(), change.apply(osd), MapCodec.encode(change))));
    }

    private static CompletableFuture<Boolean> beside(java.util.concurrent.Callable<Boolean> read) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return read.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
