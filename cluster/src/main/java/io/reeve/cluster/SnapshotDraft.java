package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next snapshot while it is made: on the writer's thread, and only during the call that gets it. */
public interface SnapshotDraft {
    /** The snapshot that readers have now. */
    Snapshot before();

    /** All daemons as they are now. */
    DaemonTable daemons();

    /** A part as it is now; null while it was not set. */
    <T> @Nullable T part(Part<T> part);

    /** Whether a part is another one than in {@link #before}. */
    boolean changed(Part<?> part);

    /** Changes a part. */
    <T> void set(Part<T> part, T value);

    /** Now. */
    Instant instant();

    /** Now on the clock that daemons' ages are measured with: {@link io.reeve.cluster.daemon.DaemonState#heardNanos}. */
    long nanos();
}
