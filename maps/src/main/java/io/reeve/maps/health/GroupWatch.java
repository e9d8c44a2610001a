package io.reeve.maps.health;

import io.reeve.cluster.daemon.PgId;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The placement groups in trouble, and since when: some states count only when a group has been in them for
 * {@link #STUCK}, as in Ceph. Of one thread.
 */
public final class GroupWatch {
    /** The time for which a group may be in a delayed state: Ceph's default of mon_pg_stuck_threshold. */
    static final Duration STUCK = Duration.ofSeconds(60);
    private Map<PgId, Map<GroupTrouble, Since>> since = Map.of();
    private boolean first = true;

    /**
     * A time at which a group was first seen in a state.
     *
     * @param earlier whether an earlier active had seen it in trouble, so that it has been in it for longer
     */
    record Since(long nanos, Instant at, boolean earlier) {
        boolean isLongAgo(long now) {
            return earlier || now - nanos >= STUCK.toNanos();
        }
    }

    /** A trouble that counts. */
    record Found(Group group, GroupTrouble trouble, Since since) {
        /** The line about it for people. */
        String text() {
            return trouble.isDelayed()
                    ? "pg " + group.pgid() + " is stuck " + trouble.word() + " since "
                            + (since.earlier() ? "before " : "") + since.at() + ", current state " + group.state()
                            + ", last acting " + ids(group)
                    : "pg " + group.pgid() + " is " + group.state() + ", acting " + ids(group);
        }
    }

    /**
     * The troubles that count now, by group.
     *
     * @param nanos   the time, as of {@link System#nanoTime}
     * @param earlier whether an earlier active has raised the check of this consequence; asked in the first call only
     */
    List<Found> look(PlacementGroups groups, long nanos, Instant now, Predicate<GroupTrouble.Consequence> earlier) {
        Map<PgId, Map<GroupTrouble, Since>> next = new HashMap<>();
        Map<String, Set<GroupTrouble>> states = new HashMap<>();
        List<Found> found = new ArrayList<>();
        for (Group group : groups.all()) {
            Set<GroupTrouble> troubles = states.computeIfAbsent(group.state(), GroupTrouble::of);
            if (!troubles.isEmpty()) {
                Map<GroupTrouble, Since> known = since.getOrDefault(group.pgid(), Map.of());
                Map<GroupTrouble, Since> kept = new EnumMap<>(GroupTrouble.class);
                for (GroupTrouble trouble : troubles) {
                    Since from = known.getOrDefault(trouble,
                            new Since(nanos, now.truncatedTo(ChronoUnit.SECONDS),
                                    first && earlier.test(trouble.consequence())));
                    kept.put(trouble, from);
                    if (!trouble.isDelayed() || from.isLongAgo(nanos)) {
                        found.add(new Found(group, trouble, from));
                    }
                }
                next.put(group.pgid(), kept);
            }
        }
        since = next;
        first = false;
        return found;
    }

    private static String ids(Group group) {
        return (group.acting().isEmpty() ? group.holders() : group.acting()).toString().replace(" ", "");
    }
}
