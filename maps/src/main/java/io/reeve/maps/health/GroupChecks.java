package io.reeve.maps.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.health.CheckDefinition;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import io.reeve.maps.health.GroupTrouble.Consequence;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.Pool;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The health checks of placement groups and of the objects in pools; texts are those of Ceph's PGMap. */
final class GroupChecks {
    private static final CheckDefinition PG_AVAILABILITY = CheckDefinition.warning("PG_AVAILABILITY", Evidence.GROUPS);
    private static final CheckDefinition PG_DEGRADED = CheckDefinition.warning("PG_DEGRADED", Evidence.GROUPS);
    private static final CheckDefinition PG_BACKFILL_FULL = CheckDefinition.warning("PG_BACKFILL_FULL",
            Evidence.GROUPS);
    private static final CheckDefinition PG_DAMAGED = CheckDefinition.error("PG_DAMAGED", Evidence.GROUPS);
    private static final CheckDefinition PG_RECOVERY_FULL = CheckDefinition.error("PG_RECOVERY_FULL", Evidence.GROUPS);
    private static final CheckDefinition TOO_MANY_PGS = CheckDefinition.warning("TOO_MANY_PGS", Evidence.GROUPS);
    private static final CheckDefinition MANY_OBJECTS_PER_PG = CheckDefinition.warning("MANY_OBJECTS_PER_PG",
            Evidence.GROUPS);
    private static final CheckDefinition POOL_APP_NOT_ENABLED = CheckDefinition.warning("POOL_APP_NOT_ENABLED",
            Evidence.GROUPS);
    /** The checks that are made here. */
    static final List<CheckDefinition> DEFINITIONS = List.of(PG_AVAILABILITY, PG_DEGRADED, PG_BACKFILL_FULL,
            PG_DAMAGED, PG_RECOVERY_FULL, TOO_MANY_PGS, MANY_OBJECTS_PER_PG, POOL_APP_NOT_ENABLED);
    /** Lines of detail; more are not kept anyway. */
    private static final int MOST_LINES = 50;
    /** Ceph's defaults of mon_max_pg_per_osd, mon_pg_warn_min_objects, mon_pg_warn_min_pool_objects and the skew. */
    private static final int MOST_GROUPS = 250;
    private static final long OBJECTS = 10_000;
    private static final long OBJECTS_OF_POOL = 1_000;
    private static final double SKEW = 10;

    private GroupChecks() {}

    /** The check of a consequence. */
    static CheckDefinition definition(Consequence consequence) {
        return switch (consequence) {
            case UNAVAILABLE -> PG_AVAILABILITY;
            case DEGRADED -> PG_DEGRADED;
            case BACKFILL_FULL -> PG_BACKFILL_FULL;
            case DAMAGED -> PG_DAMAGED;
            case RECOVERY_FULL -> PG_RECOVERY_FULL;
        };
    }

    private static String summary(Consequence consequence) {
        return switch (consequence) {
            case UNAVAILABLE -> "Reduced data availability: ";
            case DEGRADED -> "Degraded data redundancy: ";
            case BACKFILL_FULL -> "Low space hindering backfill (add storage if this doesn't resolve itself): ";
            case DAMAGED -> "Possible data damage: ";
            case RECOVERY_FULL -> "Full OSDs blocking recovery: ";
        };
    }

    /** The checks of the states that groups are in. */
    static List<HealthCheck> ofStates(List<GroupWatch.Found> found, OsdMap map) {
        Map<Consequence, List<GroupWatch.Found>> by = new EnumMap<>(Consequence.class);
        found.forEach(f -> by.computeIfAbsent(f.trouble().consequence(), _ -> new ArrayList<>()).add(f));
        List<HealthCheck> checks = new ArrayList<>();
        by.forEach((consequence, some) -> checks.add(check(consequence, some, map)));
        return checks;
    }

    private static HealthCheck check(Consequence consequence, List<GroupWatch.Found> some, OsdMap map) {
        Map<GroupTrouble, Integer> counts = new EnumMap<>(GroupTrouble.class);
        Map<Object, String> lines = new TreeMap<>();
        for (GroupWatch.Found one : some) {
            counts.merge(one.trouble(), 1, Integer::sum);
            if (lines.size() < MOST_LINES || lines.containsKey(one.group().pgid())) {
                lines.put(one.group().pgid(), one.text() + hint(one, map)); // of several troubles the last, as in Ceph
            }
        }
        List<String> words = counts.entrySet()
                .stream()
                .map(e -> e.getValue() + (e.getValue() > 1 ? " pgs " : " pg ") + e.getKey().word())
                .toList();
        return definition(consequence).raised(summary(consequence) + String.join(", ", words), some.size(),
                List.copyOf(lines.values()));
    }

    private static String hint(GroupWatch.Found one, OsdMap map) {
        Pool pool = map.pools().get(one.group().pool());
        return pool != null && pool.minSize() > 1 && GroupTrouble.of(one.group().state())
                .contains(
                        GroupTrouble.INCOMPLETE)
                                ? " (reducing pool " + pool.name() + " min_size from " + pool.minSize() + " may help)"
                                : "";
    }

    /** The groups without those of pools that were removed, once none of their storage daemons is up: nobody will serve them. */
    static PlacementGroups withoutRemoved(PlacementGroups groups, OsdMap map) {
        return groups.all().stream().noneMatch(g -> isRemoved(g, map))
                ? groups
                : new PlacementGroups(groups.all().stream().filter(g -> !isRemoved(g, map)).toList());
    }

    private static boolean isRemoved(PlacementGroups.Group group, OsdMap map) {
        return group.acting().isEmpty() && group.pool() <= map.poolMax() && !map.pools().containsKey(group.pool());
    }

    /** The checks of how groups and objects are spread. */
    static List<HealthCheck> ofPools(PlacementGroups groups, OsdMap map) {
        List<HealthCheck> checks = new ArrayList<>();
        tooMany(groups, map).ifPresent(checks::add);
        if (!map.pools().isEmpty()) {
            Map<Integer, Amount> objects = new TreeMap<>();
            groups.all().forEach(g -> objects.merge(g.pool(), g.objects(), Amount::plus));
            uneven(groups.all().size(), objects, map).ifPresent(checks::add);
            unclaimed(objects, map).ifPresent(checks::add);
        }
        return checks;
    }

    private static Optional<HealthCheck> tooMany(PlacementGroups groups, OsdMap map) {
        long in = map.countIn();
        long copies = groups.all().stream().mapToLong(g -> g.acting().size()).sum();
        long each = in == 0 ? 0 : Math.max(copies, groups.all().size()) / in;
        return each <= MOST_GROUPS
                ? Optional.empty()
                : Optional.of(TOO_MANY_PGS.raised("too many PGs per OSD (" + each + " > max " + MOST_GROUPS + ")",
                        each - MOST_GROUPS, List.of()));
    }

    private static Optional<HealthCheck> uneven(int groups, Map<Integer, Amount> objects, OsdMap map) {
        long all = objects.values().stream().reduce(Amount.ZERO, Amount::plus).value();
        long average = groups == 0 ? 0 : all / groups;
        if (average == 0 || all < OBJECTS) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (Pool pool : map.pools().values()) {
            long held = objects.getOrDefault(pool.id(), Amount.ZERO).value();
            long each = held / pool.pgNum();
            double ratio = (double) each / average;
            if (held >= OBJECTS_OF_POOL && ratio > SKEW) {
                lines.add(String.format(Locale.ROOT,
                        "pool %s objects per pg (%d) is more than %.4g times cluster average (%d)", pool.name(),
                        each, ratio, average));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(MANY_OBJECTS_PER_PG.raised(
                        lines.size() + " pools have many more objects per pg than average", lines.size(), lines));
    }

    /** Whether the map alone tells that an earlier check is over, whatever daemons would report. */
    static boolean isOver(HealthCheck check, OsdMap map) {
        return check.code().equals(POOL_APP_NOT_ENABLED.code()) && !map.pools().isEmpty()
                && map.pools().values().stream().noneMatch(p -> p.applications().isEmpty());
    }

    private static Optional<HealthCheck> unclaimed(Map<Integer, Amount> objects, OsdMap map) {
        List<String> lines = new ArrayList<>();
        map.pools()
                .values()
                .stream()
                .filter(p -> p.applications().isEmpty() && objects.getOrDefault(p.id(), Amount.ZERO).value() > 0)
                .forEach(p -> lines.add("application not enabled on pool '" + p.name() + "'"));
        int pools = lines.size();
        if (pools == 0) {
            return Optional.empty();
        }
        lines.add(
                "use 'reeve osd pool application enable <pool-name> <app-name>', where <app-name> is 'cephfs', 'rbd', "
                        + "'rgw', or freeform for custom applications.");
        return Optional.of(
                POOL_APP_NOT_ENABLED.raised("application not enabled on " + pools + " pool(s)", pools, lines));
    }
}
