package io.reeve.reportport.peer;

/** The receiver of evidence that another manager's process is dead. */
@FunctionalInterface
public interface PeerListener {
    /**
     * Takes the evidence that a process is dead: the connection over which it had proved its gid ended without a goodbye,
     * and nobody or another process answers at its address. Called on the report port's thread; must not block.
     *
     * @param name of the manager
     * @param gid  of its dead process
     * @param why  in words, for the log and the history
     */
    void dead(String name, long gid, String why);

    /**
     * Takes note that the connection to a process has ended without a goodbye: whether it is dead is looked into from now on.
     * Called on the report port's thread; must not block.
     */
    default void suspected() {
        // Only evidence counts.
    }
}
