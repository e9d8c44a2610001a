package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.DaemonChecks;
import io.reeve.cluster.health.Plurals;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's own health checks, from the maps and from what daemons report; codes and texts are Ceph's where it has
 * them. While a new active cannot judge yet, the checks that an earlier one made from reports stay.
 */
public final class ClusterHealth {
    private static final HealthCheck NO_STANDBY = HealthCheck.warning("MGR_NO_STANDBY", "no standby manager",
            "no manager can take over from the active one: start another");
    /** These need reports, or the ensemble's answers, that a new active does not have at once. */
    private static final Set<String> FROM_REPORTS = Set.of("OSD_FULL", "OSD_BACKFILLFULL", "OSD_NEARFULL", "SLOW_OPS",
            "DAEMON_SILENT", "MDS_ALL_DOWN");

    /** How long the active or the last standby may be missing without a health check; failovers are shorter. */
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
            boolean unheard = !from.judging() && FROM_REPORTS.contains(check.code());
            boolean unasked = from.mons() == null && check.code().equals("MON_DOWN");
            boolean still = check.equals(NO_STANDBY) && from.alone().isPositive() && !found.contains(check);
            if (unheard || unasked || still) {
                found.add(check);
            }
        }
        return found;
    }

    private static List<HealthCheck> monitors(MonMap map) {
        List<MonMap.Mon> down = map.down();
        if (down.isEmpty()) {
            return List.of();
        }
        String quorum = String.join(",", map.quorum().stream().map(MonMap.Mon::name).toList());
        return List.of(new HealthCheck("MON_DOWN", HealthCheck.Severity.WARNING,
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
                : List.of(new HealthCheck("MDS_ALL_DOWN", HealthCheck.Severity.ERROR,
                        Plurals.count(offline.size(), "filesystem is", "filesystems are") + " offline", offline.size(),
                        offline));
    }
}
