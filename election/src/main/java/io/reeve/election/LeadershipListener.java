package io.reeve.election;

/**
 * A listener for the leadership of this manager. All calls are made on the election's one thread, in order, and must
 * return at once; longer work belongs on another thread.
 */
public interface LeadershipListener {
    /** This manager has become the leader, and is to start serving. */
    void elected(Leadership leadership);

    /** This manager must not act until it thaws or its leadership ends. */
    void frozen(Leadership leadership, String why);

    /** This manager may act again; the epoch is the same. */
    void thawed(Leadership leadership);

    /**
     * This manager no longer leads, or must stop because its lease is nearly over. By {@code deadlineNanos}
     * ({@link System#nanoTime}) all modules must have stopped, or the process must have ended.
     */
    void ended(Leadership leadership, String why, long deadlineNanos);
}
