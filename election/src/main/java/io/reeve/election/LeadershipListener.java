package io.reeve.election;

/**
 * Hears of this manager's own leadership. All calls come on the election's one thread, in order, and must return at once:
 * hand the work to a thread of your own.
 */
public interface LeadershipListener {
    /** This manager leads now, and is starting. */
    void elected(Leadership leadership);

    /** It may not act for now. */
    void frozen(Leadership leadership, String why);

    /** It may act again; epoch and modules are the same. */
    void thawed(Leadership leadership);

    /**
     * It does not lead any more, or must stop because the lease is nearly over. Modules must be gone, or the process, when
     * {@code deadlineNanos} ({@link System#nanoTime}) has come.
     */
    void ended(Leadership leadership, String why, long deadlineNanos);
}
