package io.reeve.api;

import java.util.Locale;

/** A channel of the cluster log, as in Ceph. */
public enum ClusterLogChannel {
    /** Events in the cluster. */
    CLUSTER,
    /** The audit: commands that change something, and refused ones, with their senders. */
    AUDIT;

    /** The name as Ceph spells it: {@code cluster}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
