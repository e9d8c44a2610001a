package io.reeve.api.progress;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A progress event that has finished.
 *
 * @param module   the module that it was of
 * @param event    its id, its last message and its flags
 * @param started  when it started
 * @param finished when it finished
 * @param failure  the reason for which it failed; null if it was completed
 */
public record FinishedEvent(String module, ProgressEvent event, Instant started, Instant finished,
        @Nullable String failure) {
    /** The id by which operators see it: {@code MODULE/ID}. */
    public String name() {
        return module + "/" + event.id();
    }

    /** The time that it took. */
    public Duration took() {
        return RunningEvent.between(started, finished);
    }

    /** Whether this is the end of that event, and not of an earlier one of its id. */
    public boolean ends(RunningEvent running) {
        return name().equals(running.name()) && started.equals(running.started());
    }
}
