package io.reeve.cluster.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.Time;
import io.reeve.cluster.map.FsMap;
import io.reeve.cluster.map.MonMap;
import io.reeve.cluster.map.OsdMap;
import io.reeve.cluster.map.OsdMapDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClusterHealthTest {
    private static final List<PerfCounter> SPACE = List.of(gauge("osd.stat_bytes"), gauge("osd.stat_bytes_used"));
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(), 1, Time.system(), List.of(),
            List.of());
    private OsdMap map = OsdMap.empty("fsid", 1);
    private Duration alone = Duration.ZERO;

    @BeforeEach
    void start() {
        state.start();
    }

    @AfterEach
    void stop() {
        state.close();
    }

    private static PerfCounter gauge(String path) {
        return new PerfCounter(path, PerfCounter.Type.GAUGE, "", "", PerfCounter.USEFUL, PerfCounter.Unit.BYTES,
                Map.of(), List.of());
    }

    private void osd(int id, int percent, HealthMetric... metrics) {
        OsdMapDraft draft = new OsdMapDraft(map, 1);
        draft.boot(id, 1, "a:1");
        map = draft.map();
        state.reports()
                .open(new DaemonOpening(new DaemonId("osd", "" + id), 1, false, Map.of(), "a:1"))
                .report(new DaemonReport(SPACE, new long[]{1000, percent * 10L}, null, null, List.of(metrics), null,
                        null));
    }

    private List<HealthCheck> checks(@Nullable MonMap mons, boolean judging, HealthCheck... earlier) throws Exception {
        DaemonTable daemons = state.upToDate().get().daemons();
        return ClusterHealth.of(new ClusterHealth.Sources(map, FsMap.EMPTY, daemons, mons, judging, alone),
                List.of(earlier));
    }

    @Test
    void fullnessIsJudgedByTheThresholdsOfTheMap() throws Exception {
        osd(0, 84);
        osd(1, 85);
        osd(2, 91);
        osd(3, 99);

        assertThat(checks(null, true)).extracting(HealthCheck::code, HealthCheck::detail)
                .containsExactly(
                        tuple("OSD_FULL", List.of("osd.3 is full")),
                        tuple("OSD_BACKFILLFULL", List.of("osd.2 is backfill full")),
                        tuple("OSD_NEARFULL", List.of("osd.1 is near full")));
    }

    @Test
    void daemonThatIsDownAndInIsNamed() throws Exception {
        osd(0, 1);
        OsdMapDraft draft = new OsdMapDraft(map, 2);
        draft.down(0);
        map = draft.map();
        assertThat(checks(null, true)).singleElement().satisfies(c -> {
            assertThat(c.code()).isEqualTo("OSD_DOWN");
            assertThat(c.summary()).isEqualTo("1 osds down");
        });

        OsdMapDraft out = new OsdMapDraft(map, 3);
        out.weigh(0, 0);
        map = out.map();
        assertThat(checks(null, true)).isEmpty();
    }

    @Test
    void slowOperationsAreSummedOverDaemons() throws Exception {
        osd(0, 1, new HealthMetric("SLOW_OPS", 2, 31));
        osd(1, 1, new HealthMetric("SLOW_OPS", 3, 45), new HealthMetric("OTHER", 9, 9));

        assertThat(checks(null, true)).singleElement().satisfies(c -> {
            assertThat(c.count()).isEqualTo(5);
            assertThat(c.summary())
                    .isEqualTo("5 slow ops, oldest one blocked for 45 sec, daemons [osd.0,osd.1] have slow ops.");
        });
    }

    @Test
    void serverThatDoesNotAnswerIsAWarning() throws Exception {
        MonMap mons = new MonMap("fsid", 1, 0, 1, 0, List.of(
                new MonMap.Mon(0, "1", "h1:2181", true, MonMap.Role.LEADER, "3.9.5"),
                new MonMap.Mon(1, "2", "h2:2181", true, MonMap.Role.DOWN, "")));

        assertThat(checks(mons, true)).singleElement().satisfies(c -> {
            assertThat(c.summary()).isEqualTo("1/2 mons down, quorum 1");
            assertThat(c.detail()).containsExactly("mon.2 (rank 1) addr h2:2181 is down (out of quorum)");
        });
    }

    @Test
    void managerThatIsAloneForLongerThanAFailoverIsAWarning() throws Exception {
        alone = ClusterHealth.STANDBY_GRACE;
        assertThat(checks(null, true)).isEmpty();
        alone = alone.plusMillis(1);
        assertThat(checks(null, true)).extracting(HealthCheck::code).containsExactly("MGR_NO_STANDBY");
        assertThat(checks(null, false)).extracting(HealthCheck::code).containsExactly("MGR_NO_STANDBY");
    }

    @Test
    void whoTakesOverFromTheLastManagerKeepsTheWarningUntilAnotherStandsBy() throws Exception {
        alone = Duration.ofMinutes(1);
        HealthCheck found = checks(null, true).getFirst();
        assertThat(checks(null, true, found)).containsExactly(found);
        alone = Duration.ofNanos(1);
        assertThat(checks(null, false, found)).containsExactly(found);
        alone = Duration.ZERO;
        assertThat(checks(null, false, found)).isEmpty();
    }

    @Test
    void newActiveKeepsWhatItCannotKnowYet() throws Exception {
        HealthCheck slow = HealthCheck.warning("SLOW_OPS", "5 slow ops");
        HealthCheck mons = HealthCheck.warning("MON_DOWN", "1/3 mons down");
        HealthCheck down = HealthCheck.warning("OSD_DOWN", "1 osds down");

        assertThat(checks(null, false, slow, mons, down)).containsExactlyInAnyOrder(slow, mons);
        assertThat(checks(null, true, slow, mons, down)).containsExactly(mons);
    }
}
