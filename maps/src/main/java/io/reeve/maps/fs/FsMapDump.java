package io.reeve.maps.fs;

import io.reeve.api.command.Data;
import io.reeve.cluster.Stamps;
import io.reeve.maps.osd.OsdMapView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The form of a file system map in {@code fs dump}: Ceph's keys, without those that have no source here. */
public final class FsMapDump {
    private FsMapDump() {}

    /** The map as data. */
    public static Map<String, Object> of(FsMap map) {
        return Data.map("epoch", map.epoch(), "default_fscid",
                map.filesystems().isEmpty() ? -1 : map.filesystems().getFirst().id(), "standbys",
                map.standbys().stream().map(FsMapDump::info).toList(), "filesystems",
                map.filesystems().stream().map(f -> filesystem(map, f)).toList());
    }

    private static Map<String, Object> filesystem(FsMap map, FsMap.Filesystem filesystem) {
        List<FsMap.Mds> ranks = map.ranks(filesystem);
        Map<String, Object> up = new LinkedHashMap<>();
        Map<String, Object> info = new LinkedHashMap<>();
        ranks.forEach(m -> {
            up.put("mds_" + m.rank(), m.gid());
            info.put("gid_" + m.gid(), info(m));
        });
        return Data.map("mdsmap",
                Data.map("epoch", filesystem.epoch(), "created", Stamps.of(filesystem.created()), "modified",
                        Stamps.of(filesystem.modified()), "max_mds", filesystem.wanted(), "in",
                        IntStream.range(0, filesystem.ranks()).boxed().toList(), "up",
                        Collections.unmodifiableMap(up), "failed", map.failedRanks(filesystem), "damaged", List.of(),
                        "stopped", List.of(), "info",
                        Collections.unmodifiableMap(info), "enabled", !filesystem.failed(), "fs_name",
                        filesystem.name()),
                "id", filesystem.id());
    }

    private static Map<String, Object> info(FsMap.Mds mds) {
        return Data.map("gid", mds.gid(), "name", mds.name(), "rank", mds.rank(), "incarnation", mds.since(),
                "state", mds.state(), "addr", mds.address() + "/0", "addrs", OsdMapView.addresses(mds.address()));
    }
}
