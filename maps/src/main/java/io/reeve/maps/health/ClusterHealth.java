package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.DaemonChecks;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's own health checks, from the maps and from what daemons report; codes and texts are Ceph's where it has
 * them. While a new active cannot judge yet, the checks that an earlier one made from reports stay.
 */
public final class ClusterHealth {
    private static final CheckDefinition MGR_NO_STANDBY = CheckDefinition.warning("MGR_NO_STANDBY", Evidence.MAPS);
    private static final CheckDefinition MON_DOWN = CheckDefinition.warning("MON_DOWN", Evidence.ENSEMBLE);
    private static final CheckDefinition MDS_ALL_DOWN = CheckDefinition.error("MDS_ALL_DOWN", Evidence.REPORTS);
    static final List<CheckDefinition> DEFINITIONS = Stream
            .of(List.of(MGR_NO_STANDBY, MON_DOWN, MDS_ALL_DOWN), OsdChecks.DEFINITIONS, DaemonChecks.DEFINITIONS)
            .flatMap(List::stream)
            .toList();
    private static final HealthCheck NO_STANDBY = MGR_NO_STANDBY.raised("no standby manager", 1,
            List.of("no manager can take over from the active one: start another"));
    private static final Map<String, Evidence> EVIDENCE = DEFINITIONS.stream()
            .collect(Collectors.toUnmodifiableMap(CheckDefinition::code, CheckDefinition::evidence));

    /** The time without an active or a standby that raises no health check; failovers are shorter. */
    public static final Duration FAILOVER = Duration.ofSeconds(10);

    private ClusterHealth() {}

    /**
     * The sources of the checks.
     *
     * @param mons    null until the ensemble has been probed
     * @param judging whether this manager has been active long enough that silent daemons count as gone
     * @param alone   how long this active has had no standby; zero if it has one
     */
    public record Sources(OsdMap osds, FsMap filesystems, DaemonTable daemons, @Nullable MonMap mons,
            boolean judging, Duration alone) {}

    /**
     * All checks.
     *
     * @param earlier the checks of the last call, or of an earlier active
     */
    public static List<HealthCheck> of(Sources from, Collection<HealthCheck> earlier) {
        List<HealthCheck> found = new ArrayList<>(OsdChecks.ofMap(from.osds()));
        if (from.mons() != null) {
            found.addAll(monitors(from.mons()));
        }
        if (from.judging()) {
            found.addAll(OsdChecks.ofSpace(from.osds(), from.daemons()));
            found.addAll(DaemonChecks.of(from.daemons()));
            found.addAll(filesystems(from.filesystems()));
        }
        if (from.alone().compareTo(FAILOVER) > 0) {
            found.add(NO_STANDBY);
        }
        for (HealthCheck check : earlier) {
            boolean still = check.equals(NO_STANDBY) && from.alone().isPositive() && !found.contains(check);
            if (!canJudge(check.code(), from) || still) {
                found.add(check);
            }
        }
        return found;
    }

    private static boolean canJudge(String code, Sources from) {
        return switch (EVIDENCE.getOrDefault(code, Evidence.MAPS)) {
            case MAPS -> true;
            case REPORTS -> from.judging();
            case ENSEMBLE -> from.mons() != null;
        };
    }

    private static List<HealthCheck> monitors(MonMap map) {
        List<MonMap.Mon> down = map.down();
        if (down.isEmpty()) {
            return List.of();
        }
        String quorum = String.join(",", map.quorum().stream().map(MonMap.Mon::name).toList());
        return List.of(MON_DOWN.raised(
                down.size() + "/" + map.mons().size() + " mons down, quorum " + quorum, down.size(),
                down.stream()
                        .map(m -> "mon." + m.name() + " (rank " + m.rank() + ") addr " + m.address()
                                + " is down (out of quorum)")
                        .toList()));
    }

    private static List<HealthCheck> filesystems(FsMap map) {
        List<String> offline = map.filesystems()
                .stream()
                .filter(f -> map.ranks(f).stream().noneMatch(m -> m.state().equals("up:active")))
                .map(f -> "fs " + f.name() + " is offline because no MDS is active for it.")
                .toList();
        return offline.isEmpty()
                ? List.of()
                : List.of(MDS_ALL_DOWN.raised(
                        Plurals.count(offline.size(), "filesystem is", "filesystems are") + " offline", offline.size(),
                        offline));
    }
}
