package io.reeve.election;

import org.jspecify.annotations.Nullable;

/**
 * How leadership is given back.
 *
 * @param why   for the log and the history
 * @param down  whether nobody may lead afterwards, until that is allowed again; said in the same transaction
 * @param audit who ordered it, if that is not in the cluster log yet
 */
public record StepDown(String why, boolean down, @Nullable Audit audit) {
    /** For a reason of the leader's own. */
    public static StepDown because(String why) {
        return new StepDown(why, false, null);
    }

    /**
     * A line for the audit channel that only the next leader can write; it travels in the history's entry.
     *
     * @param by   the manager that took the order
     * @param line the order
     */
    public record Audit(String by, String line) {}
}
