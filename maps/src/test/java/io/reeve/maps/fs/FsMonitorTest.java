package io.reeve.maps.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cluster.daemon.GracePeriod.LastContact;
import io.reeve.maps.MapCodec;
import io.reeve.maps.testing.MapFixture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FsMonitorTest {
    private FsMap map = FsMap.EMPTY;

    private boolean next(int seconds, FsMonitor.ObservedMds... seen) {
        var changed = FsMonitor.next(map, List.of(seen), MapFixture.grace(seconds), seconds * 1000L);
        map = changed.orElse(map);
        return changed.isPresent();
    }

    private static FsMonitor.ObservedMds mds(String name, long gid, int heard, String fs, int rank, String state) {
        return new FsMonitor.ObservedMds(name, gid, "10.0.0.1:" + gid,
                new LastContact(true, TimeUnit.SECONDS.toNanos(heard)),
                fs, rank, state);
    }

    @Test
    void reportingServersMakeTheMap() {
        assertThat(next(1, mds("a", 1, 1, "labfs", 0, "up:active"), mds("b", 2, 1, "", -1, "up:standby"))).isTrue();

        assertThat(map.epoch()).isEqualTo(1);
        assertThat(map.ranks(map.filesystems().getFirst())).extracting(FsMap.Mds::name).containsExactly("a");
        assertThat(map.standbys()).extracting(FsMap.Mds::name).containsExactly("b");
        assertThat(next(2, mds("a", 1, 2, "labfs", 0, "up:active"), mds("b", 2, 2, "", -1, "up:standby"))).isFalse();
    }

    @Test
    void aMapWithMoreRanksThanAnyFileSystemHasIsReadWithAsManyAsThereCanBe() {
        FsMap.Filesystem stored = new FsMap.Filesystem(1, "labfs", 0, 0, 1, Integer.MAX_VALUE, 0, false);
        assertThat(new FsMap(1, List.of(stored), List.of()).failedRanks(stored)).hasSize(256);
    }

    @Test
    void silentServerGoesAndItsFilesystemStays() {
        assertThat(next(1, mds("a", 1, 1, "labfs", 0, "up:active"))).isTrue();
        assertThat(next(21, mds("a", 1, 1, "labfs", 0, "up:active"))).isFalse();
        assertThat(next(22, mds("a", 1, 1, "labfs", 0, "up:active"))).isTrue();

        assertThat(map.mds()).isEmpty();
        assertThat(map.filesystems()).extracting(FsMap.Filesystem::name).containsExactly("labfs");
        assertThat(map.filesystems().getFirst().epoch()).isEqualTo(2);
    }

    @Test
    void standbyThatTakesOverReplacesTheOther() throws Exception {
        assertThat(next(1, mds("a", 1, 1, "labfs", 0, "up:active"), mds("b", 2, 1, "", -1, "up:standby"))).isTrue();
        assertThat(next(2, mds("a", 3, 2, "", -1, "up:standby"), mds("b", 2, 2, "labfs", 0, "up:active"))).isTrue();

        assertThat(map.ranks(map.filesystems().getFirst())).extracting(FsMap.Mds::name).containsExactly("b");
        assertThat(map.standbys()).extracting(FsMap.Mds::gid).containsExactly(3L);
        assertThat(MapCodec.fsMap(MapCodec.encode(map))).isEqualTo(map);
        assertThat(FsMapDump.of(map)).extractingByKey("standbys").asString().contains("name=a");
    }
}
