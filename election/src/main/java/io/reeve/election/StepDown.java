package io.reeve.election;

/**
 * How leadership is given back.
 *
 * @param why  for the log and the history
 * @param down whether nobody may lead afterwards, until that is allowed again; said in the same transaction
 */
public record StepDown(String why, boolean down) {
    /** For a reason of the leader's own. */
    public static StepDown because(String why) {
        return new StepDown(why, false);
    }
}
