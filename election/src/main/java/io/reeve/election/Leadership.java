package io.reeve.election;

import java.util.List;
import java.util.Map;

/**
 * One term of leadership, from the transaction that began it to its end.
 *
 * <pre>
 * LEADING ⇄ FROZEN      connection suspended, or lease older than 0.6 T; thawed by a fenced check under the same session
 * LEADING → ENDED       released, failed, evicted, own node gone
 * FROZEN  → ENDED       another leads, or the lease is older than 0.8 T
 * </pre>
 */
public interface Leadership extends FencedWriter {
    /** Where it stands. */
    enum State {
        LEADING, FROZEN, ENDED
    }

    State state();

    /** Whether the leader may act at this moment: leading, and the lease is young by the monotonic clock. Never blocks. */
    boolean mayAct();

    /** Publishes that the leader now serves: available. Blocks until persisted. */
    void publishAvailable();

    /** Publishes what the modules published, module to URI. Blocks until persisted. */
    void publishServices(Map<String, String> services);

    /** Publishes which modules are enabled. Blocks until persisted. */
    void publishModules(List<String> modules);

    /**
     * Hands over: active and latch node go in one commit that raises the epoch, and this manager queues last. Waits for
     * that for some hundred milliseconds.
     *
     * @throws io.reeve.api.OutcomeUnknownException ZooKeeper did not answer in that time; it is tried on
     */
    void release(StepDown how);

    /** The same, for a reason of this manager's own. */
    default void release(String why) {
        release(StepDown.because(why));
    }

    /** The activation failed: hands over, and queues again only after a growing random pause. */
    void activationFailed(String why);
}
