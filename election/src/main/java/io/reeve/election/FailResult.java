package io.reeve.election;

/**
 * The result of {@link Election#fail}.
 *
 * @param outcome the kind of result
 * @param text    the same as a text for people
 * @param epoch   the epoch afterwards
 */
public record FailResult(FailOutcome outcome, String text, long epoch) {
    /** The kind of result. */
    public enum FailOutcome {
        /** The manager no longer leads, or lost its place in the queue. */
        FAILED,
        /** Nothing had to be done: the manager is unknown, or that epoch is over. */
        ALREADY,
        /** Nobody is active. */
        NO_ACTIVE
    }
}
