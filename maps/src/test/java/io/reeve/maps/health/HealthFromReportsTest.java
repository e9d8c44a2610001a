package io.reeve.maps.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import io.reeve.maps.MapParts;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.Pool;
import io.reeve.maps.testing.MapFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The health of a cluster of four storage daemons, two to a host, and a metadata server with a standby, from what they
 * report. Each check that there is has a case that raises it, with its text, and one that clears it.
 */
final class HealthFromReportsTest {
    private static final long GIB = 1L << 30;

    /** A cluster that reports. */
    private static final class Cluster implements AutoCloseable {
        private final ManualTime clock = new ManualTime();
        private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
                KeptLimits.ofHeap(KeptLimits.PERCENT), 1, clock.time(),
                ClusterData.all(), List.of());
        private final List<Reporting> daemons = new ArrayList<>();
        private OsdMap map = OsdMap.empty("fsid", 1);
        private FsMap filesystems = FsMap.EMPTY;
        private @Nullable MonMap mons;
        private Duration alone = Duration.ZERO;
        private GroupWatch watch = new GroupWatch();
        private Duration now = Duration.ZERO;
        private List<HealthCheck> last = List.of();

        Cluster() {
            state.start();
            change(draft -> IntStream.range(0, 4).forEach(id -> {
                draft.boot(id, 1, "a:1");
                draft.crush().place(id, CrushLocation.reported("rack=r" + id / 2, "h" + id / 2), "hdd");
                draft.crush().weigh(id, 0x10000);
            }));
            IntStream.range(0, 4).forEach(id -> daemons.add(new Reporting(state.reports(), "osd." + id)));
            IntStream.range(0, 4).forEach(id -> osd(id, 1, group("1.0", "active+clean", 0)));
            mds("up:active", true);
        }

        void change(Consumer<OsdMapDraft> how) {
            OsdMapDraft draft = new OsdMapDraft(map, map.epoch() + 1);
            how.accept(draft);
            map = MapFixture.after(draft);
            state.set(StateParts.OSDS, MapParts.view(map));
        }

        void osd(int id, long percent, PlacementGroup... groups) {
            daemons.get(id).osd(100 * GIB, percent * GIB, 1, groups);
        }

        void all(String state) {
            IntStream.range(0, 4).forEach(id -> osd(id, 1, group("1.0", state, 0)));
        }

        void health(HealthMetric... metrics) {
            daemons.getFirst()
                    .session()
                    .report(
                            new DaemonReport(List.of(), new long[0], null, null, List.of(metrics), null, null));
        }

        static PlacementGroup group(String pgid, String state, long objects) {
            return new PlacementGroup(pgid, state, objects, objects);
        }

        void pool(int size, int groups) {
            change(draft -> {
                Pool _ = draft.createPool("lab", size, groups);
            });
        }

        void limit(Pool.Quota quota) {
            change(draft -> draft.pool("lab").ifPresent(p -> draft.change(p.usedBy("rbd").limited(quota))));
        }

        void noPool() {
            change(draft -> draft.pool("lab").ifPresent(pool -> draft.removePool(pool.id())));
        }

        void down(int... ids) {
            change(draft -> IntStream.of(ids).forEach(draft::down));
        }

        void up(int... ids) {
            change(draft -> IntStream.of(ids).forEach(id -> draft.boot(id, 2, "a:1")));
        }

        void mds(String state, boolean standby) {
            var contact = new GracePeriod.LastContact(true, 0);
            List<FsMonitor.ObservedMds> seen = new ArrayList<>();
            if (!state.isEmpty()) {
                seen.add(new FsMonitor.ObservedMds("a", 1, "10.0.0.1:1", contact, "labfs", 0, state));
            }
            if (standby) {
                seen.add(new FsMonitor.ObservedMds("b", 2, "10.0.0.1:2", contact, "", -1, "up:standby"));
            }
            FsMap without = new FsMap(filesystems.epoch(), filesystems.filesystems(), List.of());
            filesystems = FsMonitor.next(without, seen, MapFixture.grace(0), 1).orElse(without);
        }

        void ranks(int wanted) {
            var old = filesystems.filesystems().getFirst();
            filesystems = new FsMap(filesystems.epoch(), List.of(new FsMap.Filesystem(old.id(), old.name(),
                    old.created(), old.modified(), old.epoch(), old.ranks(), wanted, false)), filesystems.mds());
        }

        void mons(MonMap.Mode second) {
            mons = new MonMap("fsid", 1, 0, 1, 0, List.of(
                    new MonMap.Mon(0, "1", "h1:2181", true, MonMap.Mode.LEADER, "3.9.5"),
                    new MonMap.Mon(1, "2", "h2:2181", true, second, "")));
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        List<HealthCheck> checks(boolean judging) {
            Snapshot snapshot = state.upToDate().join();
            last = ClusterHealth.of(new ClusterHealth.Sources(map, filesystems, snapshot.daemons(),
                    PlacementGroups.of(snapshot), watch,
                    new ClusterHealth.Moment(now.toNanos(), Instant.EPOCH.plus(now)), mons, judging, alone), last);
            return last;
        }

        List<HealthCheck> checks() {
            return checks(true);
        }

        @Override
        public void close() {
            state.close();
        }
    }

    /** A check: what raises it, its summary, and what clears it. */
    private record Case(String code, String summary, Consumer<Cluster> raise, Consumer<Cluster> clear) {}

    private static final Duration STUCK = Duration.ofSeconds(60);

    private static Case states(String code, String summary, String state) {
        return new Case(code, summary, c -> c.all(state), c -> c.all("active+clean"));
    }

    private static Case stuck(String code, String summary, String state) {
        return new Case(code, summary, c -> {
            c.all(state);
            List<HealthCheck> _ = c.checks();
            c.pass(STUCK);
        }, c -> c.all("active+clean"));
    }

    private static Case subtree(String type, String location) {
        return new Case("OSD_" + type.toUpperCase(java.util.Locale.ROOT) + "_DOWN", "1 " + type + " (1 osds) down",
                c -> {
                    c.change(draft -> {
                        draft.boot(9, 1, "a:1");
                        draft.crush().place(9, CrushLocation.parse(List.of(location.split(" "))), "hdd");
                    });
                    c.down(9);
                }, c -> c.up(9));
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(states("PG_AVAILABILITY", "Reduced data availability: 1 pg down", "active+down"));
        all.add(stuck("PG_AVAILABILITY", "Reduced data availability: 1 pg inactive", "peered"));
        all.add(stuck("PG_AVAILABILITY", "Reduced data availability: 1 pg inactive, 1 pg peering", "peering"));
        all.add(states("PG_AVAILABILITY", "Reduced data availability: 1 pg incomplete", "active+incomplete"));
        all.add(new Case("PG_AVAILABILITY", "Reduced data availability: 1 pg stale", c -> {
            c.down(0, 1, 2, 3);
            c.change(draft -> IntStream.range(0, 4).forEach(id -> draft.weigh(id, 0)));
            List<HealthCheck> _ = c.checks();
            c.pass(STUCK);
        }, c -> c.up(2)));
        all.add(states("PG_DEGRADED", "Degraded data redundancy: 1 pg degraded", "active+degraded"));
        all.add(stuck("PG_DEGRADED", "Degraded data redundancy: 1 pg undersized", "active+undersized"));
        all.add(new Case("PG_DEGRADED", "Degraded data redundancy: 1 pg degraded", c -> {
            c.pool(3, 1);
            c.down(0, 1);
        }, c -> c.up(1)));
        all.add(states("PG_BACKFILL_FULL",
                "Low space hindering backfill (add storage if this doesn't resolve itself): 1 pg backfill_toofull",
                "active+backfill_toofull"));
        all.add(states("PG_RECOVERY_FULL", "Full OSDs blocking recovery: 1 pg recovery_toofull",
                "active+recovery_toofull"));
        all.add(states("PG_DAMAGED", "Possible data damage: 1 pg inconsistent", "active+clean+inconsistent"));
        all.add(states("PG_DAMAGED", "Possible data damage: 1 pg recovery_unfound", "active+recovery_unfound"));
        all.add(states("PG_DAMAGED", "Possible data damage: 1 pg snaptrim_error", "active+snaptrim_error"));
        all.add(new Case("TOO_MANY_PGS", "too many PGs per OSD (251 > max 250)",
                c -> c.osd(0, 1, IntStream.range(0, 1004)
                        .mapToObj(
                                i -> Cluster.group("2." + Integer.toHexString(i), "active+clean", 0))
                        .toArray(
                                PlacementGroup[]::new)),
                c -> c.osd(0, 1)));
        all.add(new Case("MANY_OBJECTS_PER_PG", "1 pools have many more objects per pg than average", c -> {
            c.pool(3, 1);
            c.change(draft -> draft.pool("lab").ifPresent(p -> draft.change(p.usedBy("rbd"))));
            c.osd(1, 1, IntStream.range(1, 31)
                    .mapToObj(
                            i -> Cluster.group("2." + Integer.toHexString(i), "active+clean", 1))
                    .toArray(
                            PlacementGroup[]::new));
            c.osd(0, 1, Cluster.group("1.0", "active+clean", 20_000));
        }, c -> c.osd(0, 1, Cluster.group("1.0", "active+clean", 200))));
        all.add(new Case("POOL_APP_NOT_ENABLED", "application not enabled on 1 pool(s)", c -> {
            c.pool(3, 1);
            c.osd(0, 1, Cluster.group("1.0", "active+clean", 1));
        }, c -> c.change(draft -> draft.pool("lab").ifPresent(p -> draft.change(p.usedBy("rbd"))))));
        all.add(new Case("POOL_NO_REDUNDANCY", "1 pool(s) have no replicas configured", c -> c.pool(1, 1),
                Cluster::noPool));
        all.add(new Case("POOL_PG_NUM_NOT_POWER_OF_TWO", "1 pool(s) have non-power-of-two pg_num", c -> c.pool(3, 12),
                Cluster::noPool));
        all.add(full("POOL_NEARFULL", "1 pool(s) nearfull", 85));
        all.add(full("POOL_BACKFILLFULL", "1 pool(s) backfillfull", 90));
        all.add(full("POOL_FULL", "1 pool(s) full", 95));
        all.add(new Case("POOL_FULL", "1 pool(s) full", c -> {
            c.pool(3, 1);
            c.limit(new Pool.Quota(0, 100));
            c.osd(0, 1, Cluster.group("1.0", "active+clean", 100));
        }, c -> c.limit(new Pool.Quota(0, 101))));
        all.add(full("OSD_NEARFULL", "1 nearfull osd(s)", 85));
        all.add(full("OSD_BACKFILLFULL", "1 backfillfull osd(s)", 90));
        all.add(full("OSD_FULL", "1 full osd(s)", 95));
        all.add(new Case("OSD_DOWN", "1 osds down", c -> c.down(3), c -> c.up(3)));
        all.add(new Case("OSD_ORPHAN", "1 osds exist in the crush map but not in the osdmap", c -> c.change(
                draft -> draft.crush().place(9, CrushLocation.reported("", "h1"), "hdd")),
                c -> c.change(draft -> draft.crush().remove(9))));
        all.add(new Case("OSD_ALL_OUT", "no osd is in: 4 osds are out", c -> {
            c.pool(3, 1);
            c.change(draft -> IntStream.range(0, 4).forEach(id -> draft.weigh(id, 0)));
        }, c -> c.change(draft -> draft.weigh(0, 1))));
        all.add(new Case("OSDMAP_FLAGS", "noout flag(s) set", c -> c.change(draft -> {
            boolean _ = draft.flag("noout", true);
        }), c -> c.change(draft -> {
            boolean _ = draft.flag("noout", false);
        })));
        for (String type : List.of("host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone",
                "region")) {
            all.add(subtree(type, type + "=x root=default"));
        }
        all.add(subtree("root", "root=x"));
        all.add(new Case("MDS_ALL_DOWN", "1 filesystem is offline", c -> c.mds("", true), c -> c.mds("up:active",
                true)));
        all.add(new Case("FS_DEGRADED", "1 filesystem is degraded", c -> c.mds("up:rejoin", true),
                c -> c.mds("up:active", true)));
        all.add(new Case("FS_WITH_FAILED_MDS", "1 filesystem has a failed mds daemon", c -> c.mds("", false),
                c -> c.mds("", true)));
        all.add(new Case("MDS_UP_LESS_THAN_MAX", "1 filesystem is online with fewer MDS than max_mds",
                c -> c.ranks(2), c -> c.ranks(1)));
        all.add(new Case("SLOW_OPS", "2 slow ops, oldest one blocked for 31 sec, osd.0 has slow ops",
                c -> c.health(new HealthMetric("SLOW_OPS", 2, 31)), Cluster::health));
        all.add(new Case("MON_DOWN", "1/2 mons down, quorum 1", c -> c.mons(MonMap.Mode.DOWN),
                c -> c.mons(MonMap.Mode.FOLLOWER)));
        all.add(new Case("MGR_NO_STANDBY", "no standby manager", c -> c.alone = Duration.ofSeconds(11),
                c -> c.alone = Duration.ZERO));
        return all;
    }

    private static Case full(String code, String summary, long percent) {
        return new Case(code, summary, c -> {
            c.pool(3, 1);
            c.osd(0, percent);
        }, c -> c.osd(0, 1));
    }

    @TestFactory
    Stream<DynamicTest> isRaisedAndClearedByWhatTheClusterReports() {
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.code() + ": " + one.summary(), () -> {
            try (Cluster cluster = new Cluster()) {
                assertThat(cluster.checks()).as("before").isEmpty();
                one.raise().accept(cluster);
                assertThat(cluster.checks()).as("raised")
                        .filteredOn(c -> c.code().equals(one.code()))
                        .singleElement()
                        .satisfies(c -> {
                            assertThat(c.summary()).isEqualTo(one.summary());
                            assertThat(c.severity()).isEqualTo(definition(one.code()).severity());
                        });
                one.clear().accept(cluster);
                assertThat(cluster.checks()).as("cleared").extracting(HealthCheck::code).doesNotContain(one.code());
            }
        }));
    }

    private static CheckDefinition definition(String code) {
        return ClusterHealth.DEFINITIONS.stream().filter(d -> d.code().equals(code)).findFirst().orElseThrow();
    }

    @Test
    void everyCheckHasACaseExceptThatOfSilentDaemonsWhichNeedsTimeToPass() {
        List<String> covered = new ArrayList<>(cases().stream().map(Case::code).distinct().toList());
        covered.add("DAEMON_SILENT"); // ClusterHealthTest
        assertThat(covered).containsExactlyInAnyOrderElementsOf(
                ClusterHealth.DEFINITIONS.stream().map(CheckDefinition::code).toList());
    }

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> codes() {
        return cluster.checks().stream().map(HealthCheck::code).toList();
    }

    @Test
    void aPoolOverItsQuotaIsFullAlsoWhereItsStorageDaemonsAreNearlyFull() {
        cluster.pool(3, 1);
        cluster.limit(new Pool.Quota(100, 0));
        cluster.change(draft -> {
            Pool _ = draft.createPool("other", 3, 1);
        });
        cluster.osd(0, 86, Cluster.group("1.0", "active+clean", 100));
        assertThat(cluster.checks()).filteredOn(c -> c.code().startsWith("POOL_") && c.code().endsWith("FULL"))
                .flatExtracting(HealthCheck::detail)
                .containsExactlyInAnyOrder("pool 'lab' is full (running out of quota)", "pool 'other' is nearfull");

        cluster.osd(0, 96, Cluster.group("1.0", "active+clean", 100));
        assertThat(cluster.checks()).filteredOn(c -> c.code().equals("POOL_FULL"))
                .flatExtracting(HealthCheck::detail)
                .containsExactlyInAnyOrder("pool 'lab' is full (running out of quota)",
                        "pool 'other' is full (no space)");
    }

    @Test
    void aDelayedStateCountsOnlyWhenItHasLastedAMinute() {
        cluster.all("peering");
        assertThat(codes()).isEmpty();
        cluster.pass(STUCK.minusMillis(1));
        assertThat(codes()).isEmpty();
        cluster.pass(Duration.ofMillis(1));
        assertThat(cluster.last).isEmpty();
        assertThat(cluster.checks()).singleElement()
                .satisfies(c -> assertThat(c.detail()).containsExactly(
                        "pg 1.0 is stuck peering since 1970-01-01T00:00:00Z, current state peering, last acting [0,1,2,3]"));
        cluster.all("active+clean");
        assertThat(codes()).isEmpty();
        cluster.all("peering");
        assertThat(codes()).as("it begins anew").isEmpty();
    }

    @Test
    void theNextActiveDoesNotCallGroupsWellForAMinute() {
        cluster.down(0, 1, 2, 3);
        cluster.change(draft -> IntStream.range(0, 4).forEach(id -> draft.weigh(id, 0)));
        assertThat(codes()).isEmpty();
        cluster.pass(STUCK);
        assertThat(codes()).containsExactly("PG_AVAILABILITY");

        cluster.watch = new GroupWatch();
        assertThat(cluster.checks(false)).extracting(HealthCheck::code).containsExactly("PG_AVAILABILITY");
        assertThat(cluster.checks()).singleElement()
                .satisfies(c -> assertThat(c.detail()).singleElement()
                        .asString()
                        .startsWith("pg 1.0 is stuck stale since before 1970-01-01T00:01:00Z, current state "
                                + "stale+active+clean, last acting [0,1,2,3]"));
    }

    @Test
    void anActiveToWhichNoStorageDaemonHasReportedKeepsWhatWasSaidOfGroups() {
        try (Cluster silent = new Cluster()) {
            silent.down(0, 1, 2, 3);
            List<HealthCheck> _ = silent.checks();
            silent.pass(STUCK);
            List<HealthCheck> said = silent.checks();
            ClusterState empty = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                    silent.clock.time(),
                    ClusterData.all(), List.of());
            empty.start();
            Snapshot nothing = empty.upToDate().join();
            assertThat(ClusterHealth.of(new ClusterHealth.Sources(silent.map, silent.filesystems, nothing.daemons(),
                    PlacementGroups.of(nothing), new GroupWatch(), new ClusterHealth.Moment(0, Instant.EPOCH), null,
                    true, Duration.ZERO), said)).extracting(HealthCheck::code).contains("PG_AVAILABILITY");
            empty.close();
        }
    }

    @Test
    void theNextActiveKeepsWhatWasSaidOfGroupsWhileAStorageDaemonThatIsDownAndInHasNotReportedToIt() {
        cluster.pool(3, 1);
        cluster.osd(0, 1);
        cluster.osd(1, 1);
        cluster.osd(2, 1);
        cluster.down(3);
        List<HealthCheck> _ = cluster.checks();
        cluster.pass(STUCK);
        assertThat(codes()).as("only osd.3 held the group").contains("PG_AVAILABILITY");

        try (ClusterState next = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                cluster.clock.time(), ClusterData.all(), List.of())) {
            next.start();
            IntStream.range(0, 3).forEach(id -> new Reporting(next.reports(), "osd." + id).osd(100 * GIB, GIB, 1));
            assertThat(codes(next)).as("osd.3 is down, in, and unheard").contains("PG_AVAILABILITY");
            Reporting back = new Reporting(next.reports(), "osd.3");
            assertThat(codes(next)).as("its session is open, without a report").contains("PG_AVAILABILITY");
            List<HealthCheck> before = cluster.last;
            cluster.change(draft -> draft.weigh(3, 0));
            assertThat(codes(next)).as("it was marked out").doesNotContain("PG_AVAILABILITY");

            cluster.change(draft -> draft.weigh(3, 0x10000));
            cluster.last = before;
            back.osd(100 * GIB, GIB, 1);
            assertThat(codes(next)).as("it has reported that it holds none").doesNotContain("PG_AVAILABILITY");
        }
    }

    /** The codes that a new active finds, from what was reported to it. */
    private List<String> codes(ClusterState next) {
        next.set(StateParts.OSDS, MapParts.view(cluster.map));
        Snapshot snapshot = next.upToDate().join();
        cluster.last = ClusterHealth.of(new ClusterHealth.Sources(cluster.map, cluster.filesystems, snapshot.daemons(),
                PlacementGroups.of(snapshot), new GroupWatch(),
                new ClusterHealth.Moment(cluster.now.toNanos(), Instant.EPOCH.plus(cluster.now)), null, true,
                Duration.ZERO), cluster.last);
        return cluster.last.stream().map(HealthCheck::code).toList();
    }

    @Test
    void aGroupOfARemovedPoolIsNotMissedWhenNoneOfItsStorageDaemonsIsUp() {
        cluster.pool(3, 1);
        cluster.down(0, 1, 2, 3);
        List<HealthCheck> _ = cluster.checks();
        cluster.pass(STUCK);
        assertThat(codes()).contains("PG_AVAILABILITY");
        cluster.noPool();
        assertThat(codes()).doesNotContain("PG_AVAILABILITY");
    }

    @Test
    void aPoolThatHasAnApplicationNowIsClearedAlsoWhileNoStorageDaemonReports() {
        cluster.pool(3, 1);
        cluster.osd(0, 1, Cluster.group("1.0", "active+clean", 1));
        assertThat(codes()).contains("POOL_APP_NOT_ENABLED");
        try (ClusterState next = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                cluster.clock.time(), ClusterData.all(), List.of())) {
            next.start();
            assertThat(codes(next)).contains("POOL_APP_NOT_ENABLED");
            cluster.change(draft -> draft.pool("lab").ifPresent(p -> draft.change(p.usedBy("rbd"))));
            assertThat(codes(next)).doesNotContain("POOL_APP_NOT_ENABLED");
        }
    }

    @Test
    void aGroupInAStateThatIsNotCephsIsNotJudged() {
        cluster.all("fine");
        cluster.pass(STUCK.multipliedBy(2));
        assertThat(codes()).isEmpty();
    }

    @Test
    void aHostIsDownIfNoneOfItsStorageDaemonsIsUpAndItsRackWithIt() {
        cluster.down(0);
        assertThat(codes()).containsExactly("OSD_DOWN");
        cluster.down(1);
        assertThat(cluster.checks()).filteredOn(c -> c.code().equals("OSD_HOST_DOWN"))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.summary()).isEqualTo("1 host (2 osds) down");
                    assertThat(c.detail()).containsExactly(
                            "host h0 (root=default,rack=r0) (2 osds) is down");
                });
        assertThat(codes()).containsExactlyInAnyOrder("OSD_DOWN", "OSD_HOST_DOWN", "OSD_RACK_DOWN");
        cluster.down(2, 3);
        assertThat(cluster.checks()).filteredOn(c -> c.code().equals("OSD_ROOT_DOWN"))
                .singleElement()
                .satisfies(c -> assertThat(c.detail()).containsExactly("root default (4 osds) is down"));
        cluster.change(draft -> IntStream.range(0, 4).forEach(id -> draft.weigh(id, 0)));
        assertThat(codes()).as("all are out").doesNotContain("OSD_DOWN", "OSD_HOST_DOWN", "OSD_ROOT_DOWN");
    }
}
