package io.reeve.election;

import java.time.Duration;

/** A request to the leader to stop its work and hand over by itself, made before leadership is taken from it. */
@FunctionalInterface
public interface HandOverRequest {
    /** No request: leadership is taken at once. */
    HandOverRequest NONE = (_, _, _) -> Duration.ZERO;

    /**
     * Sends the request. Returns within a few hundred milliseconds.
     *
     * @param gid   the process that leads
     * @param epoch the epoch in which it leads
     * @param how   the reason, and whether the cluster is set down
     * @return the longest time to wait for the end of that epoch; zero if the process cannot be asked
     */
    Duration ask(long gid, long epoch, StepDown how);
}
