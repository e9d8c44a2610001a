package io.reeve.api;

import java.util.Locale;

/** The type of a notification. A module gets only the types that it has declared, and always {@link #COMMAND}. */
public enum NotifyType {
    /** The set of servers that keep the cluster's durable state changed. */
    MON_MAP,
    /** The summary of the placement groups changed. */
    PG_SUMMARY,
    /** A health check was raised, changed or cleared. */
    HEALTH,
    /** A line was written to the cluster log; the id is its channel. */
    CLOG,
    /** The map of storage daemons changed; the id is its epoch. */
    OSD_MAP,
    /** The map of file systems changed; the id is its epoch. */
    FS_MAP,
    /** A command that this module sent has completed; the id is its tag. Need not be declared. */
    COMMAND,
    /** The MgrMap changed: the active manager, the standbys or the enabled modules; the id is the epoch. */
    MGR_MAP,
    /** The service daemons changed; the id is the map's epoch. */
    SERVICE_MAP;

    /** The name as Ceph spells it: {@code mon_map}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
