package io.reeve.http.endpoint;

/** The state of this manager for the health endpoints. Its methods are called on I/O threads and must not block. */
public interface NodeStatus {
    /** The name of this manager. */
    String name();

    /** The name of the state, as in {@code /api/mgr}. */
    String state();

    /** The fencing epoch, as far as known here. */
    long epoch();

    /** Whether the process works: true in every state. */
    default boolean live() {
        return true;
    }

    /** Whether this is a connected standby or an available active. */
    boolean ready();

    /** Whether this is the active: available, not frozen, and within its lease at this moment. */
    boolean active();

    /** Whether this is a standby. */
    boolean standby();

    /** What keeps this manager from being ready, if it is known; empty otherwise. */
    default String problem() {
        return "";
    }
}
