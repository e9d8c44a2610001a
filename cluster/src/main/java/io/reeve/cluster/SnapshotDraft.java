package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next snapshot while it is made: on the writer's thread, and only during the call that gets it. */
public interface SnapshotDraft {
    /** All daemons as they are now. */
    DaemonTable daemons();

    /** A part as it is now; null while it was not set. */
    <T> @Nullable T part(Part<T> part);

    /** Whether a part has changed since the published snapshot. */
    boolean changed(Part<?> part);

    /** Changes a part. */
    <T> void set(Part<T> part, T value);

    /** Now. */
    Instant instant();
}
