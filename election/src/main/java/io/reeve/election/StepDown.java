package io.reeve.election;

/**
 * The reason and the manner of a hand-over.
 *
 * @param why  the reason, for the log and the history
 * @param down whether the cluster is set down in the same transaction, so that no manager may lead until that is lifted
 */
public record StepDown(String why, boolean down) {
    /** A hand-over for this reason that does not set the cluster down. */
    public static StepDown because(String why) {
        return new StepDown(why, false);
    }
}
