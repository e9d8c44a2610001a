package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.util.Set;

/**
 * An event that may change the role.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
sealed interface RoleEvent<A extends ActiveRoleWork, S extends RoleWork> {
    /** This manager has its name and takes part in the election. */
    record Joined<A extends ActiveRoleWork, S extends RoleWork>() implements RoleEvent<A, S> {}

    /** This manager leads. */
    record Elected<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership) implements RoleEvent<A, S> {}

    /** This manager may not act for now. */
    record Frozen<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, String why)
            implements
                RoleEvent<A, S> {}

    /** This manager may act again. */
    record Thawed<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership) implements RoleEvent<A, S> {}

    /** This manager does not lead any more; by {@code deadlineNanos} its modules must have stopped. */
    record Ended<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, String why, long deadlineNanos)
            implements
                RoleEvent<A, S> {}

    /** This manager is asked to hand over. */
    record StepDownAsked<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, StepDown how)
            implements
                RoleEvent<A, S> {}

    /** The process is to end. */
    record StopAsked<A extends ActiveRoleWork, S extends RoleWork>() implements RoleEvent<A, S> {}

    /** A standby's work is open. */
    record StandbyOpened<A extends ActiveRoleWork, S extends RoleWork>(S work) implements RoleEvent<A, S> {}

    /** A standby's work has stopped, or could not be opened. */
    record StandbyGone<A extends ActiveRoleWork, S extends RoleWork>() implements RoleEvent<A, S> {}

    /** The active's work is made, but not open. */
    record Made<A extends ActiveRoleWork, S extends RoleWork>(A work) implements RoleEvent<A, S> {}

    /** The active's work is open: its modules run. */
    record Opened<A extends ActiveRoleWork, S extends RoleWork>() implements RoleEvent<A, S> {}

    /** This manager is published as available. */
    record Published<A extends ActiveRoleWork, S extends RoleWork>() implements RoleEvent<A, S> {}

    /** The active's work could not be made, opened or published. */
    record OpenFailed<A extends ActiveRoleWork, S extends RoleWork>(Throwable failure) implements RoleEvent<A, S> {}

    /** The active's work has stopped, except for the modules that are left. */
    record Closed<A extends ActiveRoleWork, S extends RoleWork>(Set<String> left) implements RoleEvent<A, S> {}
}
