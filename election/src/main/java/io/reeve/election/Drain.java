package io.reeve.election;

import java.time.Duration;

/** Asks a leader to stop its work and to hand over by itself, before leadership is taken from it. */
@FunctionalInterface
public interface Drain {
    /** Asks nobody: leadership is taken at once. */
    Drain NONE = (_, _, _) -> Duration.ZERO;

    /**
     * Asks; returns within some hundred milliseconds.
     *
     * @param gid   the process that leads
     * @param epoch in which it leads
     * @param how   what it is to do
     * @return how long to wait for the end of that epoch; zero if that process cannot be asked
     */
    Duration ask(long gid, long epoch, StepDown how);
}
