package io.reeve.maps.health;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A state of a placement group that is worth a warning, with its consequence, as in Ceph's PGMap::get_health_checks. The
 * order is that of Ceph's bits, in which its texts name them.
 */
enum GroupTrouble {
    INACTIVE(Consequence.UNAVAILABLE, true), DOWN(Consequence.UNAVAILABLE, false),
    RECOVERY_UNFOUND(Consequence.DAMAGED, false), BACKFILL_UNFOUND(Consequence.DAMAGED, false),
    DEGRADED(Consequence.DEGRADED, false), INCONSISTENT(Consequence.DAMAGED, false),
    PEERING(Consequence.UNAVAILABLE, true), INCOMPLETE(Consequence.UNAVAILABLE, false),
    STALE(Consequence.UNAVAILABLE, true), BACKFILL_TOOFULL(Consequence.BACKFILL_FULL, false),
    UNDERSIZED(Consequence.DEGRADED, true), RECOVERY_TOOFULL(Consequence.RECOVERY_FULL, false),
    SNAPTRIM_ERROR(Consequence.DAMAGED, false);

    /** The consequences, in the order of their checks. */
    enum Consequence {
        /** Clients may wait for the group. */
        UNAVAILABLE,
        /** There are fewer copies than the pool wants. */
        DEGRADED,
        /** Copies are not moved because storage daemons are too full. */
        BACKFILL_FULL,
        /** Data may be missing or wrong. */
        DAMAGED,
        /** Copies are not mended because storage daemons are full. */
        RECOVERY_FULL
    }

    /** Ceph's words for states without trouble; a group in a state of other words alone is not judged to be inactive. */
    private static final Set<String> HARMLESS = Set.of("creating", "clean", "premerge", "scrubbing", "repair",
            "recovering", "backfill_wait", "remapped", "deep", "backfilling", "recovery_wait", "activating", "peered",
            "snaptrim", "snaptrim_wait", "forced_recovery", "forced_backfill", "failed_repair", "laggy", "wait",
            "unknown");

    private final Consequence consequence;
    private final boolean delayed;

    /** @param delayed whether a group may be in this state for a while */
    GroupTrouble(Consequence consequence, boolean delayed) {
        this.consequence = consequence;
        this.delayed = delayed;
    }

    Consequence consequence() {
        return consequence;
    }

    boolean isDelayed() {
        return delayed;
    }

    /** The word in texts. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The troubles in a state such as {@code active+undersized+degraded}. */
    static Set<GroupTrouble> of(String state) {
        EnumSet<GroupTrouble> found = EnumSet.noneOf(GroupTrouble.class);
        boolean active = false;
        boolean known = false;
        for (String word : state.split("\\+", -1)) {
            active |= word.equals("active");
            known |= HARMLESS.contains(word);
            for (GroupTrouble trouble : values()) {
                if (trouble != INACTIVE && trouble.word().equals(word)) {
                    found.add(trouble);
                }
            }
        }
        if (!active && (known || !found.isEmpty())) {
            found.add(INACTIVE);
        }
        return found;
    }
}
