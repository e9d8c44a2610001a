package io.reeve.maps.health;

import static java.util.stream.Collectors.toSet;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The health checks of pools; texts are those of Ceph's OSDMap::check_health. */
final class PoolChecks {
    private static final CheckDefinition POOL_NO_REDUNDANCY = CheckDefinition.warning("POOL_NO_REDUNDANCY",
            Evidence.MAPS);
    private static final CheckDefinition POOL_PG_NUM_NOT_POWER_OF_TWO = CheckDefinition
            .warning("POOL_PG_NUM_NOT_POWER_OF_TWO", Evidence.MAPS);
    private static final CheckDefinition POOL_FULL = CheckDefinition.warning("POOL_FULL", Evidence.REPORTS);
    private static final CheckDefinition POOL_BACKFILLFULL = CheckDefinition.warning("POOL_BACKFILLFULL",
            Evidence.REPORTS);
    private static final CheckDefinition POOL_NEARFULL = CheckDefinition.warning("POOL_NEARFULL", Evidence.REPORTS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(POOL_NO_REDUNDANCY, POOL_PG_NUM_NOT_POWER_OF_TWO,
            POOL_FULL, POOL_BACKFILLFULL, POOL_NEARFULL);

    private PoolChecks() {}

    static List<HealthCheck> ofMap(OsdMap map) {
        List<HealthCheck> found = new ArrayList<>();
        add(found, POOL_NO_REDUNDANCY, " pool(s) have no replicas configured", lines(map, p -> p.size() == 1,
                p -> "pool '" + p.name() + "' has no replicas configured"));
        add(found, POOL_PG_NUM_NOT_POWER_OF_TWO, " pool(s) have non-power-of-two pg_num",
                lines(map, p -> Integer.bitCount(p.pgNum()) != 1,
                        p -> "pool '" + p.name() + "' pg_num " + p.pgNum() + " is not a power of two"));
        return found;
    }

    /**
     * The checks of full pools. A pool is full by its quota, or else as full as the fullest storage daemon that its rule
     * takes.
     */
    static List<HealthCheck> ofSpace(OsdMap map, DaemonTable daemons, PlacementGroups groups) {
        Set<Pool> overQuota = map.pools().values().stream().filter(p -> isOverQuota(p, groups)).collect(toSet());
        Map<Integer, Fullness> fullest = fullest(map, daemons);
        Predicate<Pool> noSpace = p -> fullest.get(p.crushRule()) == Fullness.FULL;
        List<HealthCheck> found = new ArrayList<>();
        add(found, POOL_FULL, " pool(s) full", lines(map, noSpace.or(overQuota::contains),
                p -> "pool '" + p.name() + "' is full ("
                        + (overQuota.contains(p) ? "running out of quota" : "no space") + ")"));
        add(found, POOL_BACKFILLFULL, " pool(s) backfillfull",
                lines(map, p -> fullest.get(p.crushRule()) == Fullness.BACKFILLFULL && !overQuota.contains(p),
                        p -> "pool '" + p.name() + "' is backfillfull"));
        add(found, POOL_NEARFULL, " pool(s) nearfull",
                lines(map, p -> fullest.get(p.crushRule()) == Fullness.NEARFULL && !overQuota.contains(p),
                        p -> "pool '" + p.name() + "' is nearfull"));
        return found;
    }

    private static boolean isOverQuota(Pool pool, PlacementGroups groups) {
        if (pool.quota().equals(Pool.Quota.NONE)) {
            return false;
        }
        PlacementGroups.Held held = groups.heldBy(pool.id());
        return pool.quota().isReached(held.bytes().value(), held.objects().value());
    }

    /** The fullness of the fullest storage daemon of each rule that pools have and of which one is full at all. */
    private static Map<Integer, Fullness> fullest(OsdMap map, DaemonTable daemons) {
        Map<Integer, Fullness> osds = Fullness.ofOsds(map, daemons);
        Map<Integer, Fullness> found = new HashMap<>();
        if (!osds.isEmpty()) {
            map.pools()
                    .values()
                    .stream()
                    .map(Pool::crushRule)
                    .distinct()
                    .forEach(rule -> map.crush()
                            .weights(map.crush().rule(rule))
                            .keySet()
                            .stream()
                            .flatMap(osd -> Optional.ofNullable(osds.get(osd)).stream())
                            .max(Fullness::compareTo)
                            .ifPresent(most -> found.put(rule, most)));
        }
        return found;
    }

    private static List<String> lines(OsdMap map, Predicate<Pool> which, Function<Pool, String> line) {
        return map.pools().values().stream().filter(which).map(line).toList();
    }

    private static void add(List<HealthCheck> to, CheckDefinition check, String summary, List<String> lines) {
        if (!lines.isEmpty()) {
            to.add(check.raised(lines.size() + summary, lines.size(), lines));
        }
    }
}
