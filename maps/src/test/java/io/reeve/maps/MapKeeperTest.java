package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import io.reeve.store.NodeReads;
import io.reeve.store.testing.DirectFencedWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MapKeeperTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ClusterPaths PATHS = new ClusterPaths("test");
    private static final List<PerfCounter> SCHEMA = List.of(new PerfCounter("osd.stat_bytes", PerfCounter.Type.GAUGE,
            "", "", PerfCounter.USEFUL, PerfCounter.Unit.BYTES, Map.of(), List.of()));
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicLong ahead = new AtomicLong();
    private TestingServer server;
    private CuratorFramework client;
    private DirectFencedWriter writer;
    private ClusterState state;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        client = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
        client.start();
        client.create().creatingParentsIfNeeded().forPath(PATHS.root());
        writer = DirectFencedWriter.elect(client, PATHS);
        state = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1, Clocks.system(),
                List.of(), List.of(new MapMembers()));
        state.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        state.close();
        client.close();
        server.close();
    }

    private MapKeeper keeper() {
        MapKeeper keeper = new MapKeeper(MapStores.of(new NodeReads(client), PATHS, "fsid", 1), writer,
                new MapKeeper.DaemonStates() {
                    @Override
                    public DaemonTable daemons() {
                        return state.snapshot().daemons();
                    }

                    @Override
                    public DaemonSettings settings() {
                        return DaemonSettings.defaults();
                    }

                    @Override
                    public Duration period() {
                        return Duration.ofSeconds(5);
                    }

                    @Override
                    public long nanos() {
                        return System.nanoTime() + ahead.get();
                    }

                    @Override
                    public long millis() {
                        return System.currentTimeMillis();
                    }
                }, _ -> {});
        open.add(keeper);
        keeper.start();
        return keeper;
    }

    private List<DaemonReports.Session> boot(int count) {
        List<DaemonReports.Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DaemonReports.Session session = state.reports()
                    .open(new DaemonOpening(
                            new DaemonId("osd", Integer.toString(i)), 0x1f_0000_0000_0000L ^ i * 0x9E37_79B9_7F4AL,
                            false,
                            Map.of("hostname", "h" + i / 20, "crush_location", "rack=r" + i / 400),
                            "10.1." + i / 250 + "." + i % 250 + ":" + (20_000 + i)));
            session.report(new DaemonReport(SCHEMA, new long[]{8L << 40}, null, null, null, null, null));
            sessions.add(session);
        }
        return sessions;
    }

    private static OsdMap map(MapKeeper keeper) {
        return keeper.maps().map(m -> m.osd().map()).orElseGet(() -> OsdMap.empty("none", 0));
    }

    private static int create(MapKeeper keeper, String name, int size) throws Exception {
        return keeper.change(draft -> draft.createPool(name, size, 8).id());
    }

    @Test
    void tenThousandComeAndGoAtOnceAndSurviveAFailover() throws Exception {
        boot(10_000);
        assertThat(state.upToDate().get().daemons().size()).isEqualTo(10_000);
        MapKeeper first = keeper();
        await().atMost(LONG).until(() -> map(first).countUp() == 10_000);
        await().atMost(LONG)
                .until(() -> map(first).crush()
                        .devices()
                        .values()
                        .stream()
                        .allMatch(d -> d.weight() == 8 * 65_536));
        OsdMap up = map(first);
        for (int id = 0; id < 50; id++) { // so many epochs that the whole map is written
            int out = id;
            String said = first.change(draft -> {
                draft.weigh(out, 0);
                return "out";
            });
            assertThat(said).isEqualTo("out");
        }
        ahead.set(Duration.ofSeconds(100).toNanos());
        await().atMost(LONG).until(() -> map(first).countUp() < 10_000);
        OsdMap down = map(first);
        assertThat(up.epoch()).isEqualTo(1);
        assertThat(down.epoch()).isEqualTo(up.epoch() + 51);
        assertThat(down.osds().values()).hasSize(10_000)
                .allSatisfy(osd -> assertThat(osd.downAt()).isEqualTo(down.epoch()));
        assertThat(down.countUp()).isZero();
        assertThat(largestTransaction()).isBetween(100_000, 512 * 1024);
        first.close();

        MapKeeper second = keeper();
        await().atMost(LONG).until(() -> second.maps().isPresent());
        assertThat(map(second)).isEqualTo(down);
        assertThat(second.stores().osd().at(up.epoch())).contains(up);
        assertThat(second.stores().osd().at(down.epoch() - 1).orElseThrow().countUp()).isEqualTo(10_000);
    }

    private int largestTransaction() {
        return writer.commits()
                .stream()
                .mapToInt(writes -> writes.stream().mapToInt(MapKeeperTest::size).sum())
                .max()
                .orElse(0);
    }

    private static int size(FencedWriter.Write write) {
        return write.path().length() + switch (write) {
            case FencedWriter.Write.Create(_, byte[] data) -> data.length;
            case FencedWriter.Write.Set(_, byte[] data, _) -> data.length;
            case FencedWriter.Write.Delete _ -> 0;
        };
    }

    @Test
    void commandIsStoredWhenItReturns() throws Exception {
        boot(2);
        MapKeeper keeper = keeper();
        await().atMost(LONG).until(() -> map(keeper).countUp() == 2);
        long before = map(keeper).epoch();

        String said = keeper.change(draft -> {
            draft.weigh(1, 0);
            return "out";
        });
        assertThat(said).isEqualTo("out");
        assertThat(map(keeper).countIn()).isEqualTo(1);
        OsdMap stored = MapStores.of(new NodeReads(client), PATHS, "fsid", 1).osd().load();
        assertThat(stored.osds().values()).extracting(Osd::in).containsExactly(true, false);
        assertThat(keeper.stores().osd().at(before).orElseThrow().countIn()).isEqualTo(2);
    }

    @Test
    void commandThatAsksForWhatCannotBeFailsAloneAndChangesNothing() throws Exception {
        MapKeeper keeper = keeper();
        assertThat(create(keeper, "a", 3)).isEqualTo(1);

        assertThatThrownBy(() -> create(keeper, "b", 99))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("99");
        assertThat(map(keeper).pools()).hasSize(1);
    }

    @Test
    void lostAnswerIsToldAndTheMapIsLoadedAgain() throws Exception {
        MapKeeper keeper = keeper();
        assertThat(create(keeper, "a", 3)).isEqualTo(1);
        writer.loseAnswers(1);

        assertThatThrownBy(() -> create(keeper, "b", 3))
                .hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThat(create(keeper, "c", 3)).isEqualTo(3);
        assertThat(map(keeper).pools()).hasSize(3);
    }

    @Test
    void deposedKeeperChangesNothingAndSaysSo() throws Exception {
        MapKeeper keeper = keeper();
        assertThat(create(keeper, "a", 3)).isEqualTo(1);
        DirectFencedWriter.elect(client, PATHS);

        assertThatThrownBy(() -> create(keeper, "b", 3))
                .hasCauseInstanceOf(NotActiveException.class);
        assertThatThrownBy(() -> create(keeper, "b", 3))
                .hasCauseInstanceOf(NotActiveException.class);
    }
}
