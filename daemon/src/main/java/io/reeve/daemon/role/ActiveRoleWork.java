package io.reeve.daemon.role;

import java.util.Set;

/** The work of the active role, under one leadership. */
public interface ActiveRoleWork extends RoleWork {
    /** Starts all parts, in bounded time. May block. */
    void open();

    /** Publishes this manager as available: from here on others send requests to it. May block. */
    void publish();

    /** Tells the modules that the manager is frozen. Does not wait. */
    void freeze();

    /** Tells the modules that the manager is not frozen any more. Does not wait. */
    void thaw();

    /** Tells the modules to stop and lets no more start, since the leadership is over. Does not wait. */
    void end();

    /** The modules that still run, at least in part. Does not wait. */
    Set<String> running();
}
