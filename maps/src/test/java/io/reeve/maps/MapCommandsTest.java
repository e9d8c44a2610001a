package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.grammar.ParseResult;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.testing.FakeMaps;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the maps, on maps in memory. */
final class MapCommandsTest {
    private final FakeMaps maps = new FakeMaps();

    @BeforeEach
    void start() {
        assertThat(maps.change(draft -> {
            for (int id = 0; id < 3; id++) {
                draft.boot(id, id, "10.0.0.1:" + (6800 + id));
                draft.crush().place(id, CrushLocation.reported("", "h" + id), "ssd");
                draft.crush().weigh(id, 0x8000);
            }
            return HandleCommandResult.ok();
        }).retval()).isZero();
    }

    private HandleCommandResult run(String... words) throws Exception {
        return maps.run(words);
    }

    private static String text(HandleCommandResult result) {
        return FakeMaps.text(result);
    }

    @Test
    void outAndInAndDownSayWhatTheyDid() throws Exception {
        assertThat(run("osd", "out", "0", "osd.1", "7").stderr())
                .isEqualTo("marked out osd.0. marked out osd.1. osd.7 does not exist. ");
        assertThat(run("osd", "out", "0").stderr()).isEqualTo("osd.0 is already out. ");
        assertThat(maps.osd.countIn()).isEqualTo(1);
        assertThat(run("osd", "in", "all").stderr()).contains("marked in osd.0.", "osd.2 is already in.");
        assertThat(maps.osd.countIn()).isEqualTo(3);
        assertThat(run("osd", "down", "2").stderr()).isEqualTo("marked down osd.2. ");
        assertThat(maps.osd.countUp()).isEqualTo(2);
        assertThat(run("osd", "out", "9").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(run("osd", "out", "x").stderr()).contains("'x'");
    }

    @Test
    void markingInRestoresTheWeightFromBefore() throws Exception {
        assertThat(run("osd", "reweight", "1", "0.5").stderr()).isEqualTo("reweighted osd.1 to 0.5 (8000)");
        assertThat(run("osd", "out", "1").retval()).isZero();
        assertThat(run("osd", "in", "1").retval()).isZero();

        assertThat(maps.osd.osds().get(1)).satisfies(o -> assertThat(o.weight()).isEqualTo(0x8000));
    }

    @Test
    void poolIsRemovedOnlyWhenItsNameIsGivenTwice() throws Exception {
        assertThat(run("osd", "pool", "create", "rbd", "16").stderr()).isEqualTo("pool 'rbd' created");
        assertThat(run("osd", "pool", "create", "rbd").stderr()).isEqualTo("pool 'rbd' already exists");
        assertThat(run("osd", "pool", "rm", "rbd").retval()).isEqualTo(-Errno.EPERM.number());
        assertThat(run("osd", "pool", "rm", "rbd", "rbd").retval()).isEqualTo(-Errno.EPERM.number());
        assertThat(run("osd", "pool", "rm", "rbd", "other", "--yes-i-really-really-mean-it").retval())
                .isEqualTo(-Errno.EPERM.number());
        assertThat(text(run("osd", "pool", "ls"))).isEqualTo("rbd");

        assertThat(run("osd", "pool", "rm", "rbd", "rbd", "--yes-i-really-really-mean-it").stderr())
                .isEqualTo("pool 'rbd' removed");
        assertThat(maps.osd.pools()).isEmpty();
    }

    @Test
    void poolPropertiesAreCheckedAndChanged() throws Exception {
        assertThat(run("osd", "pool", "create", "a").retval()).isZero();
        assertThat(run("osd", "pool", "set", "a", "size", "2").stderr()).isEqualTo("set pool 1 size to 2");
        assertThat(run("osd", "pool", "set", "a", "min_size", "3").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(run("osd", "pool", "set", "b", "size", "2").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(text(run("osd", "pool", "get", "a", "size"))).isEqualTo("size: 2");
        assertThat(run("osd", "pool", "rename", "a", "b").retval()).isZero();
        assertThat(run("osd", "pool", "application", "enable", "b", "rbd").retval()).isZero();
        assertThat(text(run("osd", "pool", "ls", "detail"))).contains("'b' replicated size 2", "application rbd");
    }

    @Test
    void hierarchyIsChangedByMovesAndWeights() throws Exception {
        assertThat(run("osd", "crush", "move", "h1", "rack=r1", "root=default").stderr())
                .isEqualTo("moved item id -3 name 'h1' to location {rack=r1,root=default} in crush map");
        assertThat(run("osd", "crush", "move", "h1", "rack=r1").stderr()).startsWith("no need to move");
        assertThat(run("osd", "crush", "move", "r1", "host=h0").stderr()).contains("not above");
        assertThat(run("osd", "crush", "move", "h9", "rack=r1").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(run("osd", "crush", "reweight", "osd.1", "2").retval()).isZero();

        assertThat(text(run("osd", "tree")).lines().map(String::strip)).containsSubsequence(
                "ID  CLASS   WEIGHT  TYPE NAME          STATUS  REWEIGHT",
                "-1         3.00000  root default", "-5         2.00000      rack r1",
                "-3         2.00000          host h1", "1  ssd    2.00000              osd.1  up       1.00000");
        assertThat(text(run("osd", "tree"))).contains("rack r1", "host h1", "osd.1", "up");
    }

    @Test
    void storageDaemonThatIsUpIsNotPurged() throws Exception {
        assertThat(run("osd", "purge", "1").retval()).isEqualTo(-Errno.EPERM.number());
        assertThat(run("osd", "purge", "1", "--yes-i-really-mean-it").retval()).isEqualTo(-Errno.EBUSY.number());
        assertThat(run("osd", "down", "1").retval()).isZero();
        assertThat(run("osd", "purge", "1", "--yes-i-really-mean-it").stderr()).isEqualTo("purged osd.1");
        assertThat(text(run("osd", "ls"))).isEqualTo("0\n2");
    }

    @Test
    void flagsAndRatiosAreSet() throws Exception {
        assertThat(run("osd", "set", "pause").stderr()).isEqualTo("pauserd,pausewr is set");
        assertThat(run("osd", "unset", "pause").stderr()).isEqualTo("pauserd,pausewr is unset");
        assertThat(run("osd", "set-nearfull-ratio", "0.7").retval()).isZero();
        assertThat(run("osd", "set-nearfull-ratio", "0.99").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(text(run("osd", "dump"))).contains("nearfull_ratio 0.7", "max_osd 3");
        assertThat(text(run("osd", "stat"))).startsWith("3 osds: 3 up");
    }

    @Test
    void unknownEpochIsNamed() throws Exception {
        HandleCommandResult result = run("osd", "dump", "77");
        assertThat(result.retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(result.stderr()).contains("epoch 77");
    }

    @ParameterizedTest
    @ValueSource(strings = {"osd reweight * 0.5", "osd reweight 999999999999 0.5", "osd purge * --yes-i-really-mean-it",
            "osd purge 999999999999 --yes-i-really-mean-it", "osd metadata 999999999999", "osd out osd.999999999999",
            "osd crush reweight osd.999999999999 1", "osd crush move osd.999999999999 root=x", "osd crush move osd.0 =",
            "osd crush move osd.0 root=", "osd pool set lab size -9223372036854775808", "fs set labfs max_mds x",
            "osd dump 9223372036854775807", "fs dump 9223372036854775807"})
    void whatTheGrammarTakesIsAnsweredWithARefusalThatNamesIt(String line) throws Exception {
        assertThat(run("osd", "pool", "create", "lab").retval()).isZero();
        HandleCommandResult refused = run(line.split(" "));

        assertThat(refused.retval()).isNegative();
        assertThat(refused.stderr()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"inf, Infinity", "40000, 40000.0", "1e300, 1.0E300"})
    void weightBeyondCrushsRoomIsRefused(String typed, String said) throws Exception {
        HandleCommandResult refused = run("osd", "crush", "reweight", "osd.0", typed);

        assertThat(refused.retval()).isEqualTo(-Errno.EOVERFLOW.number());
        assertThat(refused.stderr()).contains("weight " + said, "up to 32767");
        assertThat(Crush.weightOf(0.5)).hasValue(0x8000);
        assertThat(maps.osd.crush().weights()).as("as before").containsEntry(0, 0x8000L);
    }

    @Test
    void capacityBeyondCrushsRoomHasTheLargestWeight() {
        assertThat(Crush.weightOf(4L << 60)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Crush.weightOf(32_767.0)).hasValue(32_767L << 16);
        assertThat(new Crush.Device(0, -1, Long.MAX_VALUE, "").weight()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void numbersOfPoolsAreSaidAsTheyWereTyped() throws Exception {
        assertThat(run("osd", "pool", "create", "lab", "32", "64").stderr()).contains("pgp_num 64", "pg_num 32");
        assertThat(maps.osd.pools()).isEmpty();
        assertThat(run("osd", "pool", "create", "lab", "32", "32").retval()).isZero();
        assertThat(run("osd", "pool", "set", "lab", "size", "99999999999").stderr())
                .isEqualTo("pool size 99999999999 is not from 1 to 10");
        assertThat(run("osd", "pool", "set", "lab", "pg_num", "4294967297").stderr()).contains("4294967297");
        assertThat(run("osd", "pool", "set", "lab", "min_size", "4294967297").stderr()).contains("not 4294967297");
    }

    private static FsMonitor.ObservedMds mds(String name, String fs, int rank) {
        return new FsMonitor.ObservedMds(name, name.hashCode(), "10.0.0.1:1", new GracePeriod.LastContact(true, 0), fs,
                rank, rank < 0 ? "up:standby" : "up:active");
    }

    private void report(FsMonitor.ObservedMds... servers) throws Exception {
        maps.servers = List.of(servers);
        HandleCommandResult _ = maps.changeFs(_ -> HandleCommandResult.ok());
    }

    @Test
    void fileSystemThatAReportHasMadeByMistakeIsRemoved() throws Exception {
        report(mds("a", "labsf", 0));
        assertThat(run("fs", "rm", "labsf", "--yes-i-really-mean-it").stderr()).contains("mds.a still report 'labsf'");
        report(mds("a", "labfs", 0));
        assertThat(text(run("fs", "ls"))).contains("labsf").contains("labfs");
        assertThat(run("fs", "rm", "labsf").retval()).isEqualTo(-Errno.EPERM.number());
        assertThat(run("fs", "rm", "labsf", "--yes-i-really-mean-it").retval()).isZero();

        assertThat(text(run("fs", "ls"))).isEqualTo("name: labfs");
        assertThat(run("fs", "rm", "labsf", "--yes-i-really-mean-it").stderr()).contains("does not exist");
    }

    @Test
    void failedFileSystemHasNoServersUntilItIsJoinableAgain() throws Exception {
        report(mds("a", "labfs", 0), mds("b", "", -1));
        assertThat(run("fs", "fail", "labfs").stderr()).startsWith("labfs marked not joinable");
        report(mds("a", "labfs", 0), mds("b", "", -1));
        assertThat(maps.fs.mds()).extracting(FsMap.Mds::name).containsExactly("b");
        assertThat(maps.fs.failedRanks(maps.fs.filesystems().getFirst())).containsExactly(0);

        assertThat(run("fs", "set", "labfs", "joinable", "true").retval()).isZero();
        assertThat(maps.fs.mds()).extracting(FsMap.Mds::name).containsExactlyInAnyOrder("a", "b");
        for (String word : new String[]{"false", "yes", "no", "1", "0", "true"}) {
            assertThat(run("fs", "set", "labfs", "joinable", word).retval()).as(word).isZero();
            assertThat(maps.fs.filesystems().getFirst().failed()).as(word)
                    .isEqualTo(List.of("false", "no", "0").contains(word));
        }
        assertThat(run("fs", "set", "labfs", "joinable", "maybe").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(run("fs", "fail", "nope").retval()).isEqualTo(-Errno.ENOENT.number());
    }

    @Test
    void valueOfAFileSystemsPropertyIsNoSecret() {
        assertThat(BuiltinCommands.table(maps.commands(Clock.systemUTC()), Map.of())
                .parse(List.of("fs", "set", "labfs", "max_mds", "2")))
                .isInstanceOfSatisfying(ParseResult.Parsed.class,
                        parsed -> assertThat(parsed.entry().signature().secretNames()).isEmpty());
    }

    @Test
    void rankThatIsGoneIsGivenUpByACommand() throws Exception {
        report(mds("a", "labfs", 0), mds("b", "labfs", 1));
        assertThat(run("fs", "set", "labfs", "max_mds", "1").stderr()).contains("rank 1 is served by mds.b");
        maps.fs = new FsMap(maps.fs.epoch(), maps.fs.filesystems(), maps.fs.mds()
                .stream()
                .filter(
                        m -> m.rank() == 0)
                .toList());
        maps.servers = List.of(mds("a", "labfs", 0));
        assertThat(maps.fs.failedRanks(maps.fs.filesystems().getFirst())).containsExactly(1);

        assertThat(run("fs", "set", "labfs", "max_mds", "1").retval()).isZero();
        assertThat(maps.fs.failedRanks(maps.fs.filesystems().getFirst())).isEmpty();
        assertThat(run("fs", "set", "labfs", "max_mds", "257").stderr()).contains("'257'");
    }

    @Test
    void fileSystemsOfVersion01AreReadWithoutLoss() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
            new CBORMapper().writeValue(deflated, Map.of("epoch", 7, "filesystems",
                    List.of(List.of(1, "labfs", 2, 3, 7)), "mds", List.of()));
        }
        FsMap old = MapCodec.fsMap(bytes.toByteArray());
        assertThat(old.filesystems()).containsExactly(new FsMap.Filesystem(1, "labfs", 2, 3, 7, 0, 0, false));
        assertThat(old.filesystems().getFirst().wanted()).isEqualTo(1);
    }
}
