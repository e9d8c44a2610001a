package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition;
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
 * The cluster's own health checks, from the maps and from what daemons report; names and texts are Ceph's where it has
 * them. While a new active does not judge yet, what an earlier one found in reports is still taken to be so.
 */
public final class ClusterHealth {
    private static final HealthCheck NO_STANDBY = Check.MGR_NO_STANDBY.raised("no standby manager", 1,
            List.of("no manager can take over from the active one: start another"));
    static final List<CheckDefinition> DEFINITIONS = Stream
            .<CheckDefinition[]>of(Check.values(), OsdChecks.Check.values(), DaemonChecks.Check.values())
            .flatMap(Stream::of)
            .toList();
    private static final Map<String, CheckDefinition.Evidence> EVIDENCE = DEFINITIONS.stream()
            .collect(Collectors.toUnmodifiableMap(CheckDefinition::name, CheckDefinition::evidence));

    /** A failover is shorter: so long the active or the last standby may be missing without anybody being told. */
    public static final Duration FAILOVER = Duration.ofSeconds(10);

    /** The checks that are made here. */
    enum Check implements CheckDefinition {
        MGR_NO_STANDBY(HealthCheck.Severity.WARNING, Evidence.MAPS),
        MON_DOWN(HealthCheck.Severity.WARNING, Evidence.ENSEMBLE),
        MDS_ALL_DOWN(HealthCheck.Severity.ERROR, Evidence.REPORTS);

        private final HealthCheck.Severity severity;
        private final Evidence evidence;

        Check(HealthCheck.Severity severity, Evidence evidence) {
            this.severity = severity;
            this.evidence = evidence;
        }

        @Override
        public HealthCheck.Severity severity() {
            return severity;
        }

        @Override
        public Evidence evidence() {
            return evidence;
        }
    }

    private ClusterHealth() {}

    /**
     * What the checks are made of.
     *
     * @param mons    null while the ensemble was not asked yet
     * @param judging whether the active has been so long enough to trust what it does not hear
     * @param alone   for how long no manager has stood by during this active's time; zero if one does
     */
    public record Sources(OsdMap osds, FsMap filesystems, DaemonTable daemons, @Nullable MonMap mons,
            boolean judging, Duration alone) {}

    /** All checks. {@code earlier}: those found last, maybe by an earlier active. */
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
        return switch (EVIDENCE.getOrDefault(code, CheckDefinition.Evidence.MAPS)) {
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
        return List.of(Check.MON_DOWN.raised(
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
                : List.of(Check.MDS_ALL_DOWN.raised(
                        Plurals.count(offline.size(), "filesystem is", "filesystems are") + " offline", offline.size(),
                        offline));
    }
}
