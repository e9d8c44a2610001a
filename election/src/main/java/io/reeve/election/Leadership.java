package io.reeve.election;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * The leadership of one epoch, from the transaction that began it to its end. T is the ZooKeeper session timeout.
 *
 * <pre>
 * LEADING ⇄ FROZEN      connection suspended, or lease older than 0.6 T; thawed by a fenced check under the same session
 * LEADING → ENDED       released, failed, evicted, own node gone
 * FROZEN  → ENDED       another manager leads, or the lease is older than 0.8 T
 * </pre>
 */
public interface Leadership extends FencedWriter {
    /** The state of a leadership. */
    enum State {
        LEADING, FROZEN, ENDED
    }

    /** The present state. Never blocks. */
    State state();

    /** Whether the leader may act at this moment: it leads, and its lease is younger than 0.6 T. Never blocks. */
    boolean mayAct();

    /** Publishes that the leader is available, that is, serves. Blocks until persisted. */
    void publishAvailable();

    /** Publishes the URIs of the modules, by module. Blocks until persisted. */
    void publishServices(Map<String, String> services);

    /**
     * Changes the list of enabled modules: applies the change to what is stored now, and writes the result only over
     * exactly that. Blocks until persisted. A list that does not change is not written.
     *
     * @param known  the list that counts as stored if there is none, or one that cannot be read; it is written in any case
     * @param change may be called more than once
     * @return the stored list afterwards
     * @throws io.reeve.api.FrozenException if ZooKeeper did not say what is stored; nothing was written
     */
    SortedSet<String> changeModules(Set<String> known, UnaryOperator<SortedSet<String>> change);

    /**
     * Hands over: one transaction deletes the active node and the place in the queue and raises the epoch, and this
     * manager goes to the end of the queue. Waits for that for less than a second.
     *
     * @throws io.reeve.api.OutcomeUnknownException if ZooKeeper did not answer in that time; the attempts go on
     */
    void release(StepDown how);

    /** Hands over for this reason, without setting the cluster down. */
    default void release(String why) {
        release(StepDown.because(why));
    }

    /** Hands over because the activation failed, and queues again only after a random back-off. */
    void activationFailed(String why);
}
