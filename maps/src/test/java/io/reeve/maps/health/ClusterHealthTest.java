package io.reeve.maps.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.DaemonChecks;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.testing.MapFixture;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClusterHealthTest {
    private static final List<PerfCounter> SPACE = List.of(gauge("osd.stat_bytes"), gauge("osd.stat_bytes_used"));
    private final ManualTime clock = new ManualTime();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, clock.time(), List.of(),
            List.of());
    private OsdMap map = OsdMap.empty("fsid", 1);
    private FsMap filesystems = FsMap.EMPTY;
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
        map = MapFixture.after(draft);
        state.reports()
                .open(new DaemonOpening(new DaemonId("osd", "" + id), 1, false, Map.of(), "a:1"))
                .report(new DaemonReport(SPACE, new long[]{1000, percent * 10L}, null, null, List.of(metrics), null,
                        null));
    }

    private List<HealthCheck> checks(@Nullable MonMap mons, boolean judging, HealthCheck... earlier) throws Exception {
        DaemonTable daemons = state.upToDate().get().daemons();
        return ClusterHealth.of(new ClusterHealth.Sources(map, filesystems, daemons, new PlacementGroups(List.of()),
                new GroupWatch(), new ClusterHealth.Moment(0, Instant.EPOCH), mons, judging, alone), List.of(earlier));
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
    void whoUsesAsMuchAsAThresholdIsAboveIt() throws Exception {
        osd(0, 90);
        osd(1, 95);

        assertThat(checks(null, true)).extracting(HealthCheck::code, HealthCheck::detail)
                .containsExactly(
                        tuple("OSD_FULL", List.of("osd.1 is full")),
                        tuple("OSD_BACKFILLFULL", List.of("osd.0 is backfill full")));
    }

    @Test
    void spaceOfWhatIsDownOrOutDoesNotCount() throws Exception {
        osd(0, 99);
        osd(1, 99);
        OsdMapDraft draft = new OsdMapDraft(map, 2);
        draft.down(0);
        draft.weigh(1, 0);
        map = MapFixture.after(draft);

        assertThat(checks(null, true)).extracting(HealthCheck::code).containsExactly("OSD_DOWN");
    }

    @Test
    void reportsAreNotJudgedByAnActiveThatIsNew() throws Exception {
        osd(0, 99, new HealthMetric("SLOW_OPS", 2, 31));
        assertThat(checks(null, false)).isEmpty();
        assertThat(checks(null, true)).hasSize(2);
    }

    @Test
    void whoIsSilentIsNamedAndWhatItSaidBeforeDoesNotCount() throws Exception {
        osd(0, 1, new HealthMetric("SLOW_OPS", 2, 31));
        open("mds.a");
        assertThat(checks(null, true)).extracting(HealthCheck::code).containsExactly("SLOW_OPS");

        clock.pass(Duration.ofSeconds(30));
        await().untilAsserted(() -> assertThat(checks(null, true)).singleElement().satisfies(c -> {
            assertThat(c.code()).isEqualTo("DAEMON_SILENT");
            assertThat(c.summary()).isEqualTo("1 daemon is silent");
            assertThat(c.detail()).singleElement().asString().startsWith("mds.a has not reported since ");
        }));
    }

    private void open(String name) {
        var _ = state.reports().open(new DaemonOpening(DaemonId.of(name), 1, false, Map.of(), "a:1"));
    }

    @Test
    void fileSystemWithoutAnActiveServerIsAnError() throws Exception {
        filesystems = filesystem("up:active");
        assertThat(checks(null, true)).isEmpty();

        filesystems = filesystem("up:replay");
        assertThat(checks(null, true)).filteredOn(c -> !c.code().equals("FS_DEGRADED")).singleElement().satisfies(c -> {
            assertThat(c.code()).isEqualTo("MDS_ALL_DOWN");
            assertThat(c.severity()).isEqualTo(HealthCheck.Severity.ERROR);
            assertThat(c.summary()).isEqualTo("1 filesystem is offline");
        });
    }

    private static FsMap filesystem(String state) {
        var mds = new FsMonitor.ObservedMds("a", 1, "10.0.0.1:1", new GracePeriod.LastContact(true, 0), "labfs", 0,
                state);
        DaemonSettings usual = DaemonSettings.defaults();
        return FsMonitor.next(FsMap.EMPTY, List.of(mds), new GracePeriod(usual, usual.period(), 0, 0), 0)
                .orElseThrow();
    }

    @Test
    void noSlowOperationIsNoCheckAndManyDaemonsAreCutShort() throws Exception {
        osd(0, 1, new HealthMetric("SLOW_OPS", 0, 31));
        assertThat(checks(null, true)).isEmpty();
        for (int id = 1; id <= 10; id++) {
            osd(id, 1, new HealthMetric("SLOW_OPS", 1, 50 - id));
        }
        assertThat(checks(null, true)).singleElement()
                .satisfies(c -> assertThat(c.summary()).startsWith("10 slow ops, oldest one blocked for 49 sec,")
                        .contains(",osd.10]")
                        .doesNotContain("..."));
        osd(11, 1, new HealthMetric("SLOW_OPS", 1, 1));
        assertThat(checks(null, true)).singleElement()
                .satisfies(c -> assertThat(c.summary()).contains(",...] have slow ops."));
    }

    @Test
    void daemonThatIsDownAndInIsNamed() throws Exception {
        osd(0, 1);
        OsdMapDraft draft = new OsdMapDraft(map, 2);
        draft.down(0);
        map = MapFixture.after(draft);
        assertThat(checks(null, true)).singleElement().satisfies(c -> {
            assertThat(c.code()).isEqualTo("OSD_DOWN");
            assertThat(c.summary()).isEqualTo("1 osds down");
        });

        OsdMapDraft out = new OsdMapDraft(map, 3);
        out.weigh(0, 0);
        map = MapFixture.after(out);
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
                new MonMap.Mon(0, "1", "h1:2181", true, MonMap.Mode.LEADER, "3.9.5"),
                new MonMap.Mon(1, "2", "h2:2181", true, MonMap.Mode.DOWN, "")));

        assertThat(checks(mons, true)).singleElement().satisfies(c -> {
            assertThat(c.summary()).isEqualTo("1/2 mons down, quorum 1");
            assertThat(c.detail()).containsExactly("mon.2 (rank 1) addr h2:2181 is down (out of quorum)");
        });
    }

    @Test
    void managerThatIsAloneForLongerThanAFailoverIsAWarning() throws Exception {
        alone = ClusterHealth.FAILOVER;
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

    @Test
    void opinionOfAnEarlierActiveStaysWhereTheEvidenceOfTheDefinitionIsMissing() throws Exception {
        for (CheckDefinition definition : ClusterHealth.DEFINITIONS) {
            HealthCheck earlier = definition.raised("as it was", 1, List.of());
            assertThat(checks(null, false, earlier).contains(earlier)).as("%s", definition)
                    .isEqualTo(definition.evidence() != CheckDefinition.Evidence.MAPS);
        }
        assertThat(ClusterHealth.DEFINITIONS).extracting(CheckDefinition::code)
                .contains("OSD_NEARFULL", "SLOW_OPS", "DAEMON_SILENT", "MDS_ALL_DOWN", "MON_DOWN", "OSD_DOWN");
    }

    @Test
    void everyDeclaredCheckIsAmongTheDefinitions() throws Exception {
        List<CheckDefinition> declared = new ArrayList<>();
        for (Class<?> one : List.of(ClusterHealth.class, OsdChecks.class, SubtreeChecks.class, PoolChecks.class,
                GroupChecks.class, FsChecks.class, DaemonChecks.class)) {
            for (Field field : one.getDeclaredFields()) {
                if (field.getType() == CheckDefinition.class) {
                    field.setAccessible(true);
                    declared.add((CheckDefinition) field.get(null));
                    assertThat(declared.getLast().code()).isEqualTo(field.getName());
                }
            }
        }
        assertThat(ClusterHealth.DEFINITIONS).containsExactlyInAnyOrderElementsOf(declared);
    }
}
