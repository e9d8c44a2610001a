package io.reeve.election;

/**
 * A listener for the leadership of this manager. All calls are made on the election's one thread, in order, and must
 * return at once; longer work belongs on another thread.
 */
public interface LeadershipListener {
    /** Called when this manager has become the leader and is to start serving. */
    void elected(Leadership leadership);

    /** Called when this manager must not act until it thaws. The lease itself is checked by {@link Leadership#mayAct}. */
    void frozen(Leadership leadership, String why);

    /** Called when this manager may act again, in the same epoch. */
    void thawed(Leadership leadership);

    /**
     * Called when this manager no longer leads, or must stop because its lease is nearly over. By {@code deadlineNanos}
     * ({@link System#nanoTime}) all modules must have stopped, or the process must have ended.
     */
    void ended(Leadership leadership, String why, long deadlineNanos);
}
