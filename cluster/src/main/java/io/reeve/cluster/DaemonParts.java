package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonRegistry;
import java.util.Set;

/**
 * What of the daemons has changed: the values are numbers that grow with each change of that kind in any daemon. The data
 * itself is in {@link Snapshot#daemons}.
 */
public final class DaemonParts {
    /** Which daemons there are, their openings and metadata. */
    public static final Part<Long> METADATA = Part.of("daemons' metadata");
    /** Whether each reports, is silent or has closed. */
    public static final Part<Long> PRESENCE = Part.of("daemons' presence");
    /** Counters: changes with nearly every snapshot. */
    public static final Part<Long> COUNTERS = Part.of("daemons' counters");
    /** Status and task status. */
    public static final Part<Long> STATUS = Part.of("daemons' status");
    /** Health metrics. */
    public static final Part<Long> HEALTH = Part.of("daemons' health metrics");
    /** Placement groups. */
    public static final Part<Long> GROUPS = Part.of("placement groups");
    /** What the mds daemons do. */
    public static final Part<Long> FILESYSTEMS = Part.of("file system roles");

    static final Set<Part<?>> ALL = Set.of(METADATA, PRESENCE, COUNTERS, STATUS, HEALTH, GROUPS, FILESYSTEMS);

    private DaemonParts() {}

    static Part<Long> of(DaemonRegistry.Aspect aspect) {
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
