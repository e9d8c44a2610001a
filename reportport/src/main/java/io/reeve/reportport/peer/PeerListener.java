package io.reeve.reportport.peer;

/** Hears that another manager's process is dead. */
@FunctionalInterface
public interface PeerListener {
    /**
     * That process is gone: the connection over which it had proved its gid ended without a goodbye, and at its address
     * nobody or another process answers. Comes on the report port's thread and must return at once.
     *
     * @param name of the manager
     * @param gid  of its dead process
     * @param why  in words, for the log and the history
     */
    void dead(String name, long gid, String why);
}
