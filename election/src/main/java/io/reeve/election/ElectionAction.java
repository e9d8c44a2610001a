package io.reeve.election;

/**
 * An order of {@link ElectionMachine}; each record says what is to be done. One with an {@code op} is answered by an
 * event with that number.
 */
sealed interface ElectionAction {
    /** Take a new place at the end of the queue, which says whether this manager can do the work. */
    record Join(int place, boolean able) implements ElectionAction {}

    /** Leave the queue. */
    record Leave() implements ElectionAction {}

    /** Read epoch, active node and queue afresh. */
    record Survey(int op) implements ElectionAction {}

    /** Raise the epoch from {@code epoch} and create the active node, in one transaction. */
    record Activate(int op, long epoch, int version, boolean replace) implements ElectionAction {}

    /**
     * Raise the epoch from {@code epoch}, replace the dead leader's active node by this manager's, and delete the dead
     * leader's places, in one transaction.
     */
    record TakeOver(int op, long epoch, int version) implements ElectionAction {}

    /** Prove by a transaction that epoch and active node are still this manager's. */
    record Check(int op, long epoch, int version) implements ElectionAction {}

    /** Raise the epoch and delete this manager's active node and place, in one transaction. */
    record HandOver(int op, long epoch, int version, StepDown how) implements ElectionAction {}

    /** Call {@link LeadershipListener#elected}. */
    record Elected(long epoch, int version) implements ElectionAction {}

    /** Call {@link LeadershipListener#frozen}. */
    record Frozen(String why) implements ElectionAction {}

    /** Call {@link LeadershipListener#thawed}. */
    record Thawed() implements ElectionAction {}

    /** Call {@link LeadershipListener#ended}. */
    record Ended(String why, long deadline) implements ElectionAction {}

    /** Report that everything is given back. */
    record Closed() implements ElectionAction {}
}
