package io.reeve.election;

/** What the role machine wants done. An action with an {@code op} is answered by the event that carries the same one. */
sealed interface ElectionAction {
    /** Take a new place at the end of the queue. */
    record Join(int place) implements ElectionAction {}

    /** Leave the queue. */
    record Leave() implements ElectionAction {}

    /** Read epoch, active node and queue afresh. */
    record Survey(int op) implements ElectionAction {}

    /** Raise the epoch from {@code epoch} and create the active node, in one transaction. */
    record Activate(int op, long epoch, int version, boolean replace) implements ElectionAction {}

    /** Prove by a transaction that epoch and active node are still the own ones. */
    record Check(int op, long epoch, int version) implements ElectionAction {}

    /** Raise the epoch and delete the own active node and place, in one transaction. */
    record HandOver(int op, long epoch, int version, StepDown how) implements ElectionAction {}

    /** Tell the listener. */
    record Elected(long epoch, int version) implements ElectionAction {}

    /** Tell the listener. */
    record Frozen(String why) implements ElectionAction {}

    /** Tell the listener. */
    record Thawed() implements ElectionAction {}

    /** Tell the listener. */
    record Ended(String why, long deadline) implements ElectionAction {}

    /** Everything is given back. */
    record Closed() implements ElectionAction {}
}
