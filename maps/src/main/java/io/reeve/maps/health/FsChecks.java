package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMap.Filesystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The health checks of file systems; texts are those of Ceph's MDSMap and FSMap. */
final class FsChecks {
    private static final CheckDefinition MDS_ALL_DOWN = CheckDefinition.error("MDS_ALL_DOWN", Evidence.REPORTS);
    private static final CheckDefinition FS_DEGRADED = CheckDefinition.warning("FS_DEGRADED", Evidence.REPORTS);
    private static final CheckDefinition FS_WITH_FAILED_MDS = CheckDefinition.warning("FS_WITH_FAILED_MDS",
            Evidence.REPORTS);
    private static final CheckDefinition MDS_UP_LESS_THAN_MAX = CheckDefinition.warning("MDS_UP_LESS_THAN_MAX",
            Evidence.REPORTS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(MDS_ALL_DOWN, FS_DEGRADED, FS_WITH_FAILED_MDS,
            MDS_UP_LESS_THAN_MAX);
    /** The states of a server that does not serve yet, with Ceph's words for them. */
    private static final Map<String, String> RECOVERING = Map.of("up:replay", "is replaying journal", "up:resolve",
            "is resolving", "up:reconnect", "is reconnecting to clients", "up:rejoin", "is rejoining",
            "up:clientreplay", "is replaying requests of clients");

    private FsChecks() {}

    static List<HealthCheck> of(FsMap map) {
        List<HealthCheck> found = new ArrayList<>();
        add(found, MDS_ALL_DOWN, "offline", lines(map, f -> map.ranks(f)
                .stream()
                .noneMatch(
                        m -> m.state().equals("up:active")),
                f -> "fs " + f.name() + " is offline because "
                        + (f.failed() ? "'fs fail' has taken it out of service." : "no MDS is active for it.")));
        add(found, FS_DEGRADED, "degraded", degraded(map));
        add(found, MDS_UP_LESS_THAN_MAX, "online with fewer MDS than max_mds",
                lines(map, f -> f.ranks() < f.wanted(),
                        f -> "fs " + f.name() + " has " + f.ranks() + " MDS online, but wants " + f.wanted()));
        List<String> failed = map.standbys().isEmpty()
                ? lines(map, f -> !map.failedRanks(f).isEmpty(), f -> failed(f, map.failedRanks(f).size()))
                : List.of();
        if (!failed.isEmpty()) {
            found.add(FS_WITH_FAILED_MDS.raised(
                    Plurals.count(failed.size(), "filesystem has", "filesystems have") + " a failed mds daemon",
                    failed.size(), failed));
        }
        return found;
    }

    private static String failed(Filesystem filesystem, int ranks) {
        return "fs " + filesystem.name() + " has " + ranks + " failed mds" + (ranks > 1 ? "s" : "");
    }

    private static List<String> degraded(FsMap map) {
        List<String> lines = new ArrayList<>();
        for (Filesystem filesystem : map.filesystems()) {
            List<FsMap.Mds> recovering = map.ranks(filesystem)
                    .stream()
                    .filter(m -> RECOVERING.containsKey(m.state()))
                    .toList();
            if (!recovering.isEmpty() || !map.failedRanks(filesystem).isEmpty()) {
                lines.add("fs " + filesystem.name() + " is degraded" + String.join("", recovering.stream()
                        .map(m -> ", mds." + m.name() + " at " + m.address() + " rank " + m.rank() + " "
                                + RECOVERING.get(m.state()))
                        .toList()));
            }
        }
        return lines;
    }

    private static List<String> lines(FsMap map, Predicate<Filesystem> which, Function<Filesystem, String> line) {
        return map.filesystems().stream().filter(which).map(line).toList();
    }

    private static void add(List<HealthCheck> to, CheckDefinition check, String what, List<String> lines) {
        if (!lines.isEmpty()) {
            to.add(check.raised(Plurals.count(lines.size(), "filesystem is", "filesystems are") + " " + what,
                    lines.size(), lines));
        }
    }
}
