package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.crush.CrushType;
import io.reeve.maps.testing.FakeMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that end what reports have put into the OSD map and its hierarchy. */
final class HierarchyCommandsTest {
    private final FakeMaps maps = new FakeMaps();

    @BeforeEach
    void start() {
        HandleCommandResult _ = maps.change(draft -> {
            for (int id = 0; id < 3; id++) {
                draft.boot(id, id, "10.0.0.1:" + (6800 + id));
                draft.crush().place(id, CrushLocation.reported("rack=r", "h" + id), "hdd");
                draft.crush().weigh(id, 0x8000);
            }
            return HandleCommandResult.ok();
        });
    }

    private HandleCommandResult run(String line) throws Exception {
        return maps.run(line.split(" "));
    }

    private Crush crush() {
        return maps.osd.crush();
    }

    private String deviceClass(int id) {
        return Objects.requireNonNull(crush().devices().get(id), "the device").deviceClass();
    }

    @Test
    void hostWhoseStorageDaemonsAreGoneIsRemoved() throws Exception {
        assertThat(run("osd crush rm h0").retval()).isEqualTo(-Errno.ENOTEMPTY.number());
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd purge 0 --yes-i-really-mean-it").retval()).isZero();
        assertThat(run("osd crush rm h0").stderr()).isEqualTo("removed item id -2 name 'h0' from crush map");

        assertThat(crush().bucket("h0")).isEmpty();
        assertThat(run("osd crush rm h0").stderr()).isEqualTo("device 'h0' does not appear in the crush map");
    }

    @Test
    void storageDaemonThatIsOnlyForgottenIsAnOrphanOfTheHierarchy() throws Exception {
        assertThat(run("osd rm 0").stderr()).isEqualTo("osd.0 is still up; must be down before removal.");
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd rm 0 9").stderr()).isEqualTo("removed osd.0 osd.9 does not exist.");
        assertThat(maps.osd.osds()).containsOnlyKeys(1, 2);
        assertThat(crush().devices()).containsKey(0);

        assertThat(run("osd crush rm osd.0").retval()).isZero();
        assertThat(crush().devices()).containsOnlyKeys(1, 2);
    }

    @Test
    void storageDaemonThatIsUpIsNotTakenOutOfTheHierarchyAsItsNextReportWouldPutItBack() throws Exception {
        for (String command : new String[]{"osd crush rm osd.0", "osd crush unlink osd.0"}) {
            assertThat(run(command).retval()).as(command).isEqualTo(-Errno.EBUSY.number());
            assertThat(run(command).stderr()).as(command)
                    .isEqualTo("osd.0 is up: it would come back with its next report; stop it first");
        }
        assertThat(crush().devices()).containsKey(0);
        assertThat(run("osd down 0").retval()).isZero();
        assertThat(run("osd crush unlink osd.0").retval()).isZero();
        assertThat(crush().devices()).doesNotContainKey(0);
    }

    @Test
    void adviceIsNotGivenBeforeEveryStorageDaemonThatIsUpHasReported() throws Exception {
        String first = "OSD(s) 0,1,2 have not reported to this manager; we cannot draw any conclusions.";
        assertThat(run("osd ok-to-stop 0").retval()).isEqualTo(-Errno.EAGAIN.number());
        assertThat(run("osd ok-to-stop 0").stderr()).isEqualTo(first);
        try (ClusterState state = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                new ManualTime().time(), ClusterData.all(), List.of())) {
            state.start();
            List<Reporting> daemons = new ArrayList<>();
            for (int id = 0; id < 3; id++) {
                daemons.add(new Reporting(state.reports(), "osd." + id));
            }
            maps.daemons = state.upToDate().join().daemons();
            assertThat(run("osd ok-to-stop 0").stderr()).as("sessions without a report").isEqualTo(first);
            assertThat(run("osd safe-to-destroy 0").retval()).isEqualTo(-Errno.EAGAIN.number());
            daemons.get(0).osd(1, 0, 0);
            daemons.get(1).osd(1, 0, 0);
            maps.daemons = state.upToDate().join().daemons();
            assertThat(run("osd ok-to-stop 0").retval()).as("osd.2 may hold what osd.0 holds")
                    .isEqualTo(-Errno.EAGAIN.number());
            assertThat(run("osd safe-to-destroy 0").retval()).isZero();
            assertThat(run("osd down 2").retval()).isZero();
            assertThat(run("osd ok-to-stop 0").retval()).isZero();
        }
    }

    @Test
    void idsOfStorageDaemonsInCommandsHaveTheFormThatTheyHaveInReports() throws Exception {
        for (String id : new String[]{"00", "osd.01", "1000000", "-1", "osd."}) {
            assertThat(run("osd down " + id).retval()).as(id).isEqualTo(-Errno.EINVAL.number());
        }
        assertThat(run("osd find 1000000").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(run("osd find osd.1").retval()).isZero();
    }

    @Test
    void rootOfTheRuleStays() throws Exception {
        HandleCommandResult _ = maps.change(draft -> {
            for (int id = 0; id < 3; id++) {
                draft.remove(id);
            }
            return HandleCommandResult.ok();
        });
        for (String bucket : new String[]{"h0", "h1", "h2", "r"}) {
            assertThat(run("osd crush rm " + bucket).retval()).isZero();
        }
        assertThat(run("osd crush rm default").retval()).isEqualTo(-Errno.EBUSY.number());
        assertThat(run("osd crush rename-bucket default other").retval()).isEqualTo(-Errno.EBUSY.number());
        assertThat(crush().buckets()).hasSize(1);
    }

    @Test
    void bucketsAreAddedRenamedAndUnlinked() throws Exception {
        assertThat(run("osd crush add-bucket r2 rack root=default").stderr())
                .isEqualTo("added bucket r2 type rack to location {root=default}");
        assertThat(run("osd crush add-bucket r2 rack").stderr()).isEqualTo("bucket 'r2' already exists");
        assertThat(run("osd crush add-bucket osd.7 rack").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(run("osd crush add-bucket r3 rack host=h0").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(run("osd crush rename-bucket r2 r4").stderr()).isEqualTo("renamed bucket r2 into r4");
        assertThat(run("osd crush rename-bucket r4 r").retval()).isEqualTo(-Errno.EEXIST.number());
        assertThat(crush().location(crush().bucket("r4").orElseThrow().id())).isEqualTo("root=default,rack=r4");
        assertThat(crush().bucket("r3")).as("what is refused leaves nothing").isEmpty();

        assertThat(run("osd crush unlink r").retval()).isZero();
        assertThat(crush().bucket("r").orElseThrow().parent()).isZero();
        assertThat(crush().weights(crush().rule(CrushRule.FIRST))).isEmpty();
    }

    @Test
    void bucketsAreFoundByTheNamesThatTheyHaveInTheDraft() {
        CrushDraft draft = new CrushDraft(crush());
        Crush.Bucket made = draft.add("r2", CrushType.RACK);
        assertThat(draft.bucket("r2")).contains(made);
        draft.rename(made, "r3");
        assertThat(draft.bucket("r2")).isEmpty();
        assertThat(draft.bucket("r3")).hasValueSatisfying(b -> assertThat(b.id()).isEqualTo(made.id()));
        draft.unlink(draft.bucket("r").orElseThrow());
        assertThat(draft.bucket("r")).hasValueSatisfying(b -> assertThat(b.parent()).isZero());
        draft.remove(draft.bucket("r3").orElseThrow());
        draft.remove(draft.bucket("h0").orElseThrow());
        assertThat(draft.bucket("r3")).isEmpty();
        assertThat(draft.bucket("h0")).isEmpty();
        assertThat(draft.bucket("h1")).isPresent();
    }

    @Test
    void deviceClassThatWasReportedOnceIsChangedAndRemoved() throws Exception {
        assertThat(run("osd crush set-device-class ssd 0 osd.1").stderr()).isEqualTo("set osd(s) 0,1 to class 'ssd'");
        assertThat(deviceClass(1)).isEqualTo("ssd");
        assertThat(run("osd crush rm-device-class 0").retval()).isZero();
        assertThat(deviceClass(0)).isEmpty();
        assertThat(run("osd crush set-device-class nvme 0 9").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(deviceClass(0)).isEmpty();
    }

    @Test
    void findShowsWhereAStorageDaemonIs() throws Exception {
        assertThat(run("osd find 1").data())
                .hasToString("{osd=1, addrs={addrvec=[{type=v2, addr=10.0.0.1:6801, nonce=0}]},"
                        + " crush_location={host=h1, rack=r, root=default}}");
        assertThat(run("osd find 9").retval()).isEqualTo(-Errno.ENOENT.number());
    }
}
