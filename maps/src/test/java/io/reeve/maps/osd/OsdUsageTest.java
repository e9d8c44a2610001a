package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.testing.FakeMaps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OsdUsageTest {
    private static final long GIB = 1L << 30;
    private final FakeMaps maps = new FakeMaps();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, new ManualTime().time(),
            List.of(),
            List.of());

    @BeforeEach
    void start() {
        state.start();
        HandleCommandResult _ = maps.change(draft -> {
            for (int id = 0; id < 3; id++) {
                draft.boot(id, id, "10.0.0.1:1");
                draft.crush().place(id, CrushLocation.reported("", "h" + id / 2), "hdd");
                draft.crush().weigh(id, 0x10000);
            }
            draft.weigh(2, 0);
            return HandleCommandResult.ok();
        });
        new Reporting(state.reports(), "osd.0").osd(100 * GIB, 10 * GIB, 1);
        new Reporting(state.reports(), "osd.1").osd(100 * GIB, 30 * GIB, 1);
        new Reporting(state.reports(), "osd.2").osd(900 * GIB, 90 * GIB, 1);
        maps.daemons = state.upToDate().join().daemons();
    }

    @AfterEach
    void stop() {
        state.close();
    }

    private List<Map<String, Object>> nodes(String... words) throws Exception {
        return list(object(maps.run(words).data()).get("nodes"));
    }

    @SuppressWarnings("unchecked") // our own data
    private static Map<String, Object> object(@org.jspecify.annotations.Nullable Object data) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(data);
    }

    @SuppressWarnings("unchecked") // our own data
    private static List<Map<String, Object>> list(@org.jspecify.annotations.Nullable Object data) {
        return (List<Map<String, Object>>) java.util.Objects.requireNonNull(data);
    }

    @Test
    void whoIsOutHasNoSpaceAndCountsInNoAverage() throws Exception {
        assertThat(nodes("osd", "df")).extracting(n -> n.get("name"), n -> n.get("kb"), n -> n.get("utilization"),
                n -> n.get("var"), n -> n.get("reweight"))
                .containsExactly(
                        tuple("osd.0", 100L << 20, 10.0, 0.5, 1.0), tuple("osd.1", 100L << 20, 30.0, 1.5, 1.0),
                        tuple("osd.2", 0L, 0.0, 0.0, 0.0));
        assertThat(object(object(maps.run("osd", "df").data()).get("summary"))).containsEntry("total_kb", 200L << 20)
                .containsEntry("average_utilization", 20.0)
                .containsEntry("min_var", 0.5)
                .containsEntry("max_var", 1.5)
                .containsEntry("dev", 10.0);
    }

    @Test
    void theTreeHasARowForEachBucket() throws Exception {
        assertThat(nodes("osd", "df", "tree")).extracting(n -> n.get("name"), n -> n.get("kb_used"),
                n -> n.get("children"), n -> n.get("reweight"))
                .containsExactly(
                        tuple("default", 40L << 20, List.of(-2, -3).reversed(), -1.0),
                        tuple("h0", 40L << 20, List.of(1, 0), -1.0), tuple("osd.0", 10L << 20, null, 1.0),
                        tuple("osd.1", 30L << 20, null, 1.0), tuple("h1", 0L, List.of(2), -1.0),
                        tuple("osd.2", 0L, null, 0.0));
        assertThat(FakeMaps.text(maps.run("osd", "df", "tree"))).contains("root default", "    host h0",
                "        osd.0", "TOTAL  200 GiB");
    }
}
