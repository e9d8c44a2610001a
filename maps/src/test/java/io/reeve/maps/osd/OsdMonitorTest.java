package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.GracePeriod.LastContact;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.testing.MapFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OsdMonitorTest {
    private static final DaemonSettings USUAL = DaemonSettings.defaults();
    private final OsdMonitor monitor = new OsdMonitor();
    private OsdMap map = OsdMap.empty("fsid", 1);

    private void tick(double seconds, OsdMonitor.ObservedOsd... seen) {
        tick(seconds, USUAL, seen);
    }

    private void tick(double seconds, DaemonSettings settings, OsdMonitor.ObservedOsd... seen) {
        OsdMapDraft draft = new OsdMapDraft(map, (long) (seconds * 1000));
        assertThat(monitor.tick(draft, List.of(seen), MapFixture.grace(settings, seconds), 100)).isEmpty();
        map = MapFixture.after(draft);
    }

    private static long at(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static OsdMonitor.ObservedOsd osd(int id, long gid, boolean open, double heard) {
        return MapFixture.observed(id, gid, new LastContact(open, at(heard)));
    }

    @Test
    void closedSessionIsDownAfterTwoPeriods() {
        tick(0, osd(0, 1, true, 0));
        tick(110, osd(0, 1, false, 100));
        assertThat(map.countUp()).isEqualTo(1);

        tick(110.1, osd(0, 1, false, 100));
        assertThat(map.countUp()).isZero();
        assertThat(map.osds().get(0)).satisfies(o -> assertThat(o.downAt()).isEqualTo(map.epoch()));
    }

    @Test
    void openSilentSessionIsDownAfterFourPeriods() {
        tick(0, osd(0, 1, true, 0));
        tick(120, osd(0, 1, true, 100));
        assertThat(map.countUp()).isEqualTo(1);

        tick(120.1, osd(0, 1, true, 100));
        assertThat(map.countUp()).isZero();
    }

    @Test
    void newActiveJudgesNobodyInItsFirstTwentySeconds() {
        map = MapFixture.of(1);
        tick(20);
        assertThat(map.countUp()).isEqualTo(1);

        tick(20.1);
        assertThat(map.countUp()).isZero();
    }

    @Test
    void raisedPeriodMakesMorePatient() {
        map = MapFixture.of(1);
        DaemonSettings raised = new DaemonSettings(Duration.ofSeconds(20), 5, Duration.ofSeconds(60), 2, 4,
                Duration.ofSeconds(20));
        tick(79, raised);
        assertThat(map.countUp()).isEqualTo(1);

        tick(81, raised);
        assertThat(map.countUp()).isZero();
    }

    @Test
    void howLongItWaitsIsSet() {
        DaemonSettings strict = new DaemonSettings(Duration.ofSeconds(5), 5, Duration.ofSeconds(60), 1, 3,
                Duration.ofSeconds(40));
        tick(0, strict, osd(0, 1, true, 0), osd(1, 1, true, 0));
        tick(40, strict);
        assertThat(map.countUp()).as("in the first 40 s").isEqualTo(2);

        tick(105, strict, osd(0, 1, false, 100), osd(1, 1, true, 91));
        assertThat(map.countUp()).isEqualTo(2);
        tick(105.1, strict, osd(0, 1, false, 100), osd(1, 1, true, 91));
        assertThat(map.osds().get(0)).satisfies(o -> assertThat(o.up()).as("closed for a period").isFalse());
        assertThat(map.osds().get(1)).satisfies(o -> assertThat(o.up()).isTrue());
        tick(106.1, strict, osd(0, 1, false, 100), osd(1, 1, true, 91));
        assertThat(map.countUp()).as("silent for three").isZero();
    }

    @Test
    void aShortPeriodDoesNotShortenTheGraceOfANewActive() {
        map = MapFixture.of(1);
        DaemonSettings everySecond = new DaemonSettings(Duration.ofSeconds(1), 5, Duration.ofSeconds(60), 2, 4,
                Duration.ofSeconds(20));
        tick(19.9, everySecond);
        assertThat(map.countUp()).isEqualTo(1);

        tick(20.1, everySecond);
        assertThat(map.countUp()).isZero();
    }

    @Test
    void onlyWhoSpokeInAnOpenSessionForTheLastFourPeriodsComesUp() {
        tick(120.1, osd(0, 1, true, 100), osd(1, 2, false, 120));
        assertThat(map.osds()).isEmpty();

        tick(120, osd(0, 1, true, 100));
        assertThat(map.countUp()).isEqualTo(1);
    }

    @Test
    void soManyComeUpAtOnceNotCountingThoseThatAre() {
        for (int up = 1; up <= 3; up++) {
            OsdMapDraft draft = new OsdMapDraft(map, up);
            assertThat(
                    monitor.tick(draft, List.of(osd(0, 1, true, 0), osd(1, 2, true, 0), osd(2, 3, true, 0)),
                            MapFixture.grace(0), 1))
                    .isEmpty();
            map = MapFixture.after(draft);
            assertThat(map.countUp()).isEqualTo(up);
        }
    }

    @Test
    void weightIsSetWhenTheCapacityIsKnown() {
        OsdMonitor.ObservedOsd unknown = new OsdMonitor.ObservedOsd(0, 1, "a:1", new LastContact(true, 0), "", "h1",
                "hdd", 0);
        tick(0, unknown);
        assertThat(map.crush().devices().get(0)).satisfies(d -> assertThat(d.isWeighed()).isFalse());

        tick(1, osd(0, 1, true, 1));
        assertThat(map.crush().devices().get(0)).satisfies(d -> assertThat(d.weight()).isPositive());
    }

    @Test
    void restartIsANewUpFrom() {
        tick(0, osd(0, 1, true, 0));
        tick(1, osd(0, 1, true, 1));
        assertThat(map.epoch()).isEqualTo(1);

        tick(2, osd(0, 2, true, 2));
        assertThat(map.osds().get(0)).satisfies(o -> {
            assertThat(o.upFrom()).isEqualTo(2);
            assertThat(o.gid()).isEqualTo(2);
        });
    }

    @Test
    void weightIsSetOnce() {
        tick(0, osd(0, 1, true, 0));
        OsdMapDraft draft = new OsdMapDraft(map, 1);
        draft.crush().weigh(0, 0);
        map = MapFixture.after(draft);

        tick(1, osd(0, 1, true, 1));
        assertThat(map.crush().devices().get(0)).satisfies(d -> assertThat(d.weight()).isZero());
    }

    @Test
    void placeIsKeptWhenAnOperatorMovedIt() {
        tick(0, osd(0, 1, true, 0));
        OsdMapDraft draft = new OsdMapDraft(map, 1);
        assertThat(draft.crush()
                .move(draft.crush().device(0).orElseThrow(),
                        CrushLocation.parse(List.of("host=other", "root=default"))))
                .isTrue();
        map = MapFixture.after(draft);

        tick(1, osd(0, 2, true, 1));
        assertThat(Objects.requireNonNull(map.crush().devices().get(0)).parent())
                .isEqualTo(map.crush().bucket("other").orElseThrow().id());
    }

    @Test
    void flagsHoldWhatTheyName() {
        tick(0, osd(0, 1, true, 0));
        OsdMapDraft draft = new OsdMapDraft(map, 1);
        draft.flag("nodown", true);
        draft.flag("noup", true);
        draft.flag("noin", true);
        map = MapFixture.after(draft);

        tick(100, osd(1, 5, true, 100));
        assertThat(map.countUp()).isEqualTo(1);
        assertThat(map.osds()).containsOnlyKeys(0);
    }

    @Test
    void impossibleLocationIsToldOnceAndTheHostTaken() {
        OsdMonitor.ObservedOsd odd = new OsdMonitor.ObservedOsd(0, 1, "a:1", new LastContact(true, 0), "rock=r1", "h/1",
                "", 1);
        OsdMapDraft draft = new OsdMapDraft(map, 1);

        assertThat(monitor.tick(draft, List.of(odd), MapFixture.grace(0), 100)).singleElement()
                .asString()
                .contains("osd.0")
                .contains("rock=r1");
        assertThat(MapFixture.after(draft).crush().bucket("h_1")).isPresent();
        assertThat(monitor.tick(new OsdMapDraft(map, 1), List.of(odd), MapFixture.grace(0), 100)).isEmpty();
    }
}
