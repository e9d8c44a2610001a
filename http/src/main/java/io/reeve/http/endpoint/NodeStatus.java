package io.reeve.http.endpoint;

/** What the health endpoints tell of this manager. Asked on I/O threads: must not block. */
public interface NodeStatus {
    String name();

    /** The state by name, as in {@code /api/mgr}. */
    String state();

    /** The fencing epoch as far as known here. */
    long epoch();

    /** The process works: true in every state. */
    default boolean live() {
        return true;
    }

    /** A connected standby, or an available active. */
    boolean ready();

    /** Available, unfrozen, and within the lease at this moment. */
    boolean active();

    boolean standby();
}
