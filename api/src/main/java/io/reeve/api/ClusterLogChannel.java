package io.reeve.api;

import java.util.Locale;

/** A channel of the cluster log. */
public enum ClusterLogChannel {
    /** What happened in the cluster. */
    CLUSTER,
    /** Who changed what: commands that change something, and refused ones. */
    AUDIT;

    /** The name as Ceph spells it: {@code cluster}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
