package io.reeve.daemon.http;

/** The state of this manager at one moment, as the health endpoints tell it. */
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
