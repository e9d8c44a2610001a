package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonRegistry;
import java.util.Set;

/**
 * The parts that say what has changed about daemons. Each value is a number that grows with every change of that kind in
 * any daemon; the data itself is in {@link Snapshot#daemons}.
 */
public final class DaemonParts {
    /** The set of daemons, their openings and metadata. */
    public static final StatePart<Long> METADATA = StatePart.of("daemons' metadata");
    /** The presence of each: reporting, silent, lost or closed. */
    public static final StatePart<Long> PRESENCE = StatePart.of("daemons' presence");
    /** Counters: changes with nearly every snapshot. */
    public static final StatePart<Long> COUNTERS = StatePart.of("daemons' counters");
    /** Status and task status. */
    public static final StatePart<Long> STATUS = StatePart.of("daemons' status");
    /** Health metrics. */
    public static final StatePart<Long> HEALTH = StatePart.of("daemons' health metrics");
    /** Placement groups. */
    public static final StatePart<Long> GROUPS = StatePart.of("placement groups");
    /** The file system roles of the mds daemons. */
    public static final StatePart<Long> FILESYSTEMS = StatePart.of("file system roles");

    static final Set<StatePart<?>> ALL = Set.of(METADATA, PRESENCE, COUNTERS, STATUS, HEALTH, GROUPS, FILESYSTEMS);

    private DaemonParts() {}

    static StatePart<Long> of(DaemonRegistry.Aspect aspect) {
        return switch (aspect) {
            case METADATA -> METADATA;
            case PRESENCE -> PRESENCE;
            case COUNTERS -> COUNTERS;
            case STATUS -> STATUS;
            case HEALTH -> HEALTH;
            case GROUPS -> GROUPS;
            case FILESYSTEMS -> FILESYSTEMS;
        };
    }
}
