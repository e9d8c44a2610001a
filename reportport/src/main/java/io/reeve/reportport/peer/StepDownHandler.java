package io.reeve.reportport.peer;

import io.reeve.election.StepDown;
import java.time.Duration;

/** Has this manager hand over when another one asks for it. */
@FunctionalInterface
public interface StepDownHandler {
    /**
     * Begins to. Comes on the report port's thread and must return at once.
     *
     * @return how long it may take; zero if this manager does not lead in that epoch
     */
    Duration begin(long epoch, StepDown how);
}
