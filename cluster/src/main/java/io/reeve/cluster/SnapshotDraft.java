package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next snapshot while it is being made. Valid on the writer's thread, and only during the call that receives it. */
public interface SnapshotDraft {
    /** All daemons as they are now. */
    DaemonTable daemons();

    /** The current value of a part; null until it is set. */
    <T> @Nullable T part(StatePart<T> part);

    /** Whether a part has changed since the published snapshot. */
    boolean changed(StatePart<?> part);

    /** Changes a part. */
    <T> void set(StatePart<T> part, T value);

    /** The time of this snapshot, for people. */
    Instant instant();
}
