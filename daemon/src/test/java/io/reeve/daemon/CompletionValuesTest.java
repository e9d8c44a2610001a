package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionValuesTest {
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT),
            1, Clocks.system(), ClusterData.all(), List.of());
    private final CompletionValues values = new CompletionValues(state::snapshot, () -> List.of("hello", "selftest"));

    @BeforeEach
    void fill() throws Exception {
        state.start();
        state.set(StateParts.MGR_MAP, new MgrMap("reeve", "f", 1, false,
                new MgrMap.Active(manager("x"), 1, Instant.EPOCH, true, Map.of()), Instant.EPOCH,
                List.of(manager("y")), List.of()));
        state.set(StateParts.HEALTH, Map.of("checks", Map.of("OSD_DOWN", Map.of())));
        state.set(StateParts.CONFIG, new StateParts.ConfigView(Map.of("mgr/hello/greeting", "hunter2"),
                List.of("mgr/hello/greeting"), List.of()));
        state.set(StateParts.OSDS, new StateParts.OsdMapSummary(7, Map.of(3,
                new StateParts.OsdSummary(3, true, true, 1, "ssd")),
                List.of(new StateParts.PoolSummary(2, "lab", 2, 0, 0, Map.of(3, 1L))), 0.95));
        Snapshot _ = state.upToDate().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private static MgrMap.Manager manager(String name) {
        return new MgrMap.Manager(name, 5, "h1", 1, "http://127.0.0.1:9480/", "127.0.0.1:6800", "1.0", 0, List.of(),
                Map.of());
    }

    @Test
    void whatThereIsIsProposedWhereItIsMeant() {
        assertThat(values.of("mgr module enable", "module", "CephString")).containsExactly("hello", "selftest");
        assertThat(values.of("osd find", "id", "CephOsdName")).containsExactly("osd.3");
        assertThat(values.of("osd out", "ids", "CephString")).containsExactly("osd.3");
        assertThat(values.of("osd pool get", "pool", "CephPoolname")).containsExactly("lab");
        assertThat(values.of("tell", "target", "CephName")).containsExactly("mgr.x", "mgr.y", "osd.3");
        assertThat(values.of("mgr fail", "who", "CephString")).containsExactlyInAnyOrder("x", "y");
        assertThat(values.of("health mute", "code", "CephString")).containsExactly("OSD_DOWN");
        assertThat(values.of("config set", "who", "CephString")).contains("mgr", "mgr.x", "mgr.y");
        assertThat(values.of("config set", "name", "CephString")).containsExactly("mgr/hello/greeting");
    }

    @Test
    void noValueOfAnOptionAndNoKeyIsProposed() {
        assertThat(values.of("config set", "value", "CephString")).isEmpty();
        assertThat(values.of("config-key get", "key", "CephString")).isEmpty();
        assertThat(values.of("log", "logtext", "CephString")).isEmpty();
    }

    @Test
    void aStandbyKnowsItsModulesOnly() {
        CompletionValues standby = new CompletionValues(() -> null, () -> List.of("hello"));
        assertThat(standby.of("mgr module enable", "module", "CephString")).containsExactly("hello");
        assertThat(standby.of("osd find", "id", "CephOsdName")).isEmpty();
    }
}
