package io.reeve.daemon.role;

import java.time.Duration;
import java.util.Set;

/** The work of a role, from when it was opened until it has stopped. */
public interface RoleWork {
    /** Called once, as soon as the role has this work, so that what is told to the role reaches it. Does not wait. */
    default void begin() {}

    /**
     * Stops the modules. May block, for {@code limit} and a little more.
     *
     * @return the modules that have not stopped by then; they are left behind
     */
    Set<String> stop(Duration limit, String why);
}
