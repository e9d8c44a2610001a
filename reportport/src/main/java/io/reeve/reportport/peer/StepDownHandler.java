package io.reeve.reportport.peer;

import io.reeve.election.StepDown;
import java.time.Duration;

/** The handler of other managers' requests to hand over. */
@FunctionalInterface
public interface StepDownHandler {
    /**
     * Begins to hand over. Called on the report port's thread; must not block.
     *
     * @return the time that it may take; zero if this manager does not lead in that epoch
     */
    Duration begin(long epoch, StepDown how);
}
