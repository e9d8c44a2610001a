package io.reeve.election;

/**
 * What {@link Election#fail} did.
 *
 * @param outcome what happened
 * @param text    the same for people
 * @param epoch   the epoch now
 */
public record FailResult(Outcome outcome, String text, long epoch) {
    /** What happened. */
    public enum Outcome {
        /** It leads no more, or lost its place in the queue. */
        FAILED,
        /** Nothing had to be done: unknown, or that epoch is over. */
        ALREADY,
        /** Nobody is active. */
        NO_ACTIVE
    }
}
