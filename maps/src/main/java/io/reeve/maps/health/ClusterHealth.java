package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.cluster.health.DaemonChecks;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's own health checks, from the maps and from what daemons report; codes and texts are Ceph's where it has
 * them. While a new active cannot judge yet, the checks that an earlier one made from reports stay; those of placement groups
 * also while a storage daemon that is down and in has not reported to it.
 */
public final class ClusterHealth {
    private static final CheckDefinition MGR_NO_STANDBY = CheckDefinition.warning("MGR_NO_STANDBY", Evidence.MAPS);
    private static final CheckDefinition MON_DOWN = CheckDefinition.warning("MON_DOWN", Evidence.ENSEMBLE);
    static final List<CheckDefinition> DEFINITIONS = Stream
            .of(List.of(MGR_NO_STANDBY, MON_DOWN), OsdChecks.DEFINITIONS, SubtreeChecks.DEFINITIONS,
                    PoolChecks.DEFINITIONS, GroupChecks.DEFINITIONS, FsChecks.DEFINITIONS, DaemonChecks.DEFINITIONS)
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
     * @param groups  the placement groups of these daemons
     * @param watch   knows since when groups are in trouble
     * @param time    now
     * @param mons    null until the ensemble has been probed
     * @param judging whether this manager has been active long enough that silent daemons count as gone
     * @param alone   how long this active has had no standby; zero if it has one
     */
    public record Sources(OsdMap osds, FsMap filesystems, DaemonTable daemons, PlacementGroups groups, GroupWatch watch,
            Moment time, @Nullable MonMap mons, boolean judging, Duration alone) {
        /** Whether a storage daemon of the map has reported to this active, so that it can tell of groups. */
        boolean hasStorage() {
            return osds.osds().isEmpty() || osds.osds().keySet().stream().anyMatch(this::hasReported);
        }

        /**
         * Whether a storage daemon that is down and in has not reported to this active. The groups that it holds are missing
         * or look whole then, so that finding no trouble does not say that there is none.
         */
        boolean hasLost() {
            return osds.osds().values().stream().anyMatch(o -> !o.up() && o.in() && !hasReported(o.id()));
        }

        private boolean hasReported(int osd) {
            DaemonState daemon = daemons.get(OsdId.daemon(osd));
            return daemon != null && daemon.hasReported();
        }
    }

    /**
     * A moment on both clocks.
     *
     * @param nanos as of {@link System#nanoTime}
     */
    public record Moment(long nanos, Instant wall) {}

    /**
     * All checks.
     *
     * @param earlier the checks of the last call, or of an earlier active
     */
    public static List<HealthCheck> of(Sources from, Collection<HealthCheck> earlier) {
        List<HealthCheck> found = new ArrayList<>(OsdChecks.ofMap(from.osds()));
        found.addAll(SubtreeChecks.of(from.osds()));
        found.addAll(PoolChecks.ofMap(from.osds()));
        if (from.mons() != null) {
            found.addAll(monitors(from.mons()));
        }
        if (from.judging()) {
            found.addAll(OsdChecks.ofSpace(from.osds(), from.daemons()));
            found.addAll(PoolChecks.ofSpace(from.osds(), from.daemons(), from.groups()));
            found.addAll(DaemonChecks.of(from.daemons()));
            found.addAll(FsChecks.of(from.filesystems()));
        }
        if (from.judging() && from.hasStorage()) {
            found.addAll(groups(from, earlier));
        }
        if (from.alone().compareTo(FAILOVER) > 0) {
            found.add(NO_STANDBY);
        }
        for (HealthCheck check : earlier) {
            boolean still = check.equals(NO_STANDBY) && from.alone().isPositive() && !found.contains(check);
            if (!canJudge(check.code(), from) || still || isUnanswered(check, from, found)) {
                found.add(check);
            }
        }
        found.removeIf(check -> GroupChecks.isOver(check, from.osds()));
        return found;
    }

    /** Whether a check of groups is not found anew, and a storage daemon that could tell has not reported. */
    private static boolean isUnanswered(HealthCheck check, Sources from, List<HealthCheck> found) {
        return EVIDENCE.getOrDefault(check.code(), Evidence.MAPS) == Evidence.GROUPS && from.hasLost()
                && found.stream().noneMatch(other -> other.code().equals(check.code()));
    }

    private static List<HealthCheck> groups(Sources from, Collection<HealthCheck> earlier) {
        Set<String> raised = earlier.stream().map(HealthCheck::code).collect(Collectors.toSet());
        PlacementGroups groups = GroupChecks.withoutRemoved(from.groups(), from.osds());
        List<HealthCheck> found = new ArrayList<>(GroupChecks.ofStates(
                from.watch()
                        .look(groups, from.time().nanos(), from.time().wall(),
                                consequence -> raised.contains(GroupChecks.definition(consequence).code())),
                from.osds()));
        found.addAll(GroupChecks.ofPools(groups, from.osds()));
        return found;
    }

    private static boolean canJudge(String code, Sources from) {
        return switch (EVIDENCE.getOrDefault(code, Evidence.MAPS)) {
            case MAPS -> true;
            case REPORTS -> from.judging();
            case GROUPS -> from.judging() && from.hasStorage();
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
}
