package io.reeve.daemon.role;

import io.reeve.election.Leadership;

/**
 * The maker of each role's work. Its methods may block: they are called on threads that nothing else waits for.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public interface RoleFactory<A extends ActiveRoleWork, S extends RoleWork> {
    /** A standby's work, begun. */
    S standby();

    /** An active's work, not yet opened. */
    A active(Leadership leadership);
}
