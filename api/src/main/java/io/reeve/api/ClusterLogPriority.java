package io.reeve.api;

import java.util.Locale;

/** The priority of a line in the cluster log, in ascending order. The names are Ceph's. */
public enum ClusterLogPriority {
    DEBUG, INFO, SEC, WARN, ERROR;

    /** The name as Ceph spells it: {@code info}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
