package io.reeve.daemon.role;

import java.time.Duration;
import java.util.Set;

/** The work of a role, from its opening until it has stopped. */
public interface RoleWork {
    /** Called once, as soon as the role has this work and its events reach it. Does not wait. */
    default void begin() {}

    /**
     * Stops the modules. May block, for {@code limit} and a little more.
     *
     * @return the modules that have not stopped by then; they are left behind
     */
    Set<String> stop(Duration limit, String why);
}
