package io.reeve.daemon.role;

import java.util.Set;

/** The work of the active role, under one leadership. */
public interface ActiveRoleWork extends RoleWork {
    /** Brings everything up, in bounded time. May block. */
    void open();

    /** Publishes this manager as available: from here on others send requests to it. May block. */
    void publish();

    /** Tells the modules that the manager is frozen. Does not wait. */
    void freeze();

    /** Tells the modules that the manager leads on. Does not wait. */
    void thaw();

    /** Tells the modules to stop, and lets none start any more, since the leadership is over. Waits for nothing. */
    void end();

    /** The modules of which something still runs. Does not wait. */
    Set<String> running();
}
