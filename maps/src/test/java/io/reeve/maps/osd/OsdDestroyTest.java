package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.GracePeriod.LastContact;
import io.reeve.maps.MapCodec;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.testing.FakeMaps;
import io.reeve.maps.testing.MapFixture;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OsdDestroyTest {
    private final FakeMaps maps = new FakeMaps();
    private final OsdMonitor monitor = new OsdMonitor();

    @BeforeEach
    void start() {
        HandleCommandResult _ = maps.change(draft -> {
            draft.boot(0, 1, "10.0.0.1:6800");
            draft.boot(1, 1, "10.0.0.1:6801");
            draft.crush().place(0, CrushLocation.reported("", "h0"), "hdd");
            return HandleCommandResult.ok();
        });
    }

    private HandleCommandResult run(String line) throws Exception {
        return maps.run(line.split(" "));
    }

    private Osd osd(int id) {
        return Objects.requireNonNull(maps.osd.osds().get(id), "the storage daemon");
    }

    /** A round in which osd.0 is heard from, as that process. */
    private void heardFrom(long gid) {
        OsdMapDraft draft = new OsdMapDraft(maps.osd, 3);
        assertThat(monitor.tick(draft, List.of(MapFixture.observed(0, gid, new LastContact(true, 0))),
                MapFixture.grace(DaemonSettings.defaults(), 0), 10)).isEmpty();
        maps.osd = MapFixture.after(draft);
    }

    @Test
    void storageDaemonIsDestroyedOnlyWhenItIsDown() throws Exception {
        assertThat(run("osd destroy 0 --force").retval()).isEqualTo(-Errno.EBUSY.number());
        assertThat(run("osd destroy 0 --force").stderr()).isEqualTo("osd.0 is not `down`.");
        assertThat(run("osd destroy 7 --force").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd destroy osd.0 --force").stderr()).isEqualTo("destroyed osd.0");
        assertThat(run("osd destroy 0 --yes-i-really-mean-it").stderr()).as("again").isEqualTo("destroyed osd.0");

        assertThat(osd(0).destroyed()).isTrue();
        assertThat(osd(1).destroyed()).isFalse();
        assertThat(maps.osd.crush().devices()).as("its place is kept").containsKey(0);
    }

    @Test
    void withoutForceNothingIsDestroyedThatIsNotKnownToBeSafe() throws Exception {
        assertThat(run("osd down 0").retval()).isZero();
        HandleCommandResult result = run("osd destroy 0");
        assertThat(result.retval()).isEqualTo(-Errno.EAGAIN.number());
        assertThat(result.stderr()).contains("OSD(s) 0 have not reported").contains("--force").contains("data loss");
        assertThat(osd(0).destroyed()).isFalse();
    }

    @Test
    void destroyedStorageDaemonIsShownAsCephShowsIt() throws Exception {
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd destroy 0 --force").retval()).isZero();

        assertThat(maps.osd().osdMap().get("osds")).asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .first()
                .satisfies(o -> assertThat(o.get("state")).isEqualTo(List.of("destroyed", "exists")));
        assertThat(FakeMaps.text(run("osd tree"))).containsPattern("osd\\.0 +destroyed").containsPattern("osd\\.1 +up");
        assertThat(FakeMaps.text(run("osd tree destroyed"))).contains("osd.0").doesNotContain("osd.1");
        assertThat(FakeMaps.text(run("osd dump"))).contains("osd.0 down").contains(" destroyed");
    }

    @Test
    void processThatWasDestroyedDoesNotComeUpAgainAndAnotherOneTakesItsPlace() throws Exception {
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd destroy 0 --force").retval()).isZero();
        heardFrom(1);
        assertThat(osd(0)).satisfies(o -> {
            assertThat(o.up()).isFalse();
            assertThat(o.destroyed()).isTrue();
        });
        heardFrom(2);
        assertThat(osd(0)).satisfies(o -> {
            assertThat(o.up()).isTrue();
            assertThat(o.destroyed()).isFalse();
        });
    }

    @Test
    void changeThatOnlyDestroysIsNotTheEmptyChangeByWhichVersion01UnsetTheLastFlag() throws Exception {
        assertThat(run("osd set noout").retval()).isZero();
        assertThat(run("osd down 0").retval()).isZero();
        OsdMapDraft draft = new OsdMapDraft(maps.osd, 9);
        draft.destroy(0);
        OsdMapChange change = draft.change().orElseThrow();
        assertThat(change.flags()).isEqualTo(new Replacement.To<>(maps.osd.flags()));
        OsdMap after = MapCodec.change(MapCodec.encode(change)).apply(maps.osd);
        assertThat(after.flags()).containsExactly("noout");
        assertThat(MapCodec.osdMap(MapCodec.pieces(after))).isEqualTo(after);
    }
}
