package io.reeve.reportport.peer;

import io.reeve.election.StepDown;
import java.time.Duration;

/** The handler of other managers' requests to hand over. */
@FunctionalInterface
public interface StepDownHandler {
    /**
     * Begins to hand over. Called on the report port's thread, when the request is proved; must not block.
     *
     * @param by the manager that asks: {@code mgr.b}
     * @return the time that it may take; zero if this manager does not lead in that epoch
     */
    Duration begin(String by, long epoch, StepDown how);
}
