package io.reeve.cluster;

import io.reeve.api.cluster.DaemonId;

/** A source of parts that are derived from what daemons report. Called on the writer's thread; must not block. */
public interface Contributor {
    /**
     * Sets parts of the snapshot that is being made. Called before each snapshot and every second, in the order in which
     * contributors were given; each sees what those before it have set.
     */
    void contribute(SnapshotDraft change);

    /** Whether the daemon stays known although its session ended long ago. */
    default boolean keeps(DaemonId daemon) {
        return false;
    }
}
