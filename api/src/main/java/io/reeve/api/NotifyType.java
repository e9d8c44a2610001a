package io.reeve.api;

import java.util.Locale;

/** What a notification is about. A module gets only the types that it declared, and {@link #COMMAND} always. */
public enum NotifyType {
    /** The set of servers that keep the cluster's durable state changed. */
    MON_MAP,
    /** The summary of the placement groups changed. */
    PG_SUMMARY,
    /** A health check appeared, changed or went. */
    HEALTH,
    /** A line was written to the cluster log; the id is its channel. */
    CLOG,
    /** The map of storage daemons changed; the id is its epoch. */
    OSD_MAP,
    /** The map of file systems changed; the id is its epoch. */
    FS_MAP,
    /** A command that this module sent has completed; the id is its tag. Needs no declaration. */
    COMMAND,
    /** The managers changed: who is active, who stands by, which modules are enabled; the id is the epoch. */
    MGR_MAP,
    /** The service daemons changed; the id is the map's epoch. */
    SERVICE_MAP;

    /** The name as Ceph spells it: {@code mon_map}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
