package io.reeve.daemon.role;

import io.reeve.daemon.role.RoleState.Activating;
import io.reeve.daemon.role.RoleState.Active;
import io.reeve.daemon.role.RoleState.Draining;
import io.reeve.daemon.role.RoleState.Frozen;
import io.reeve.daemon.role.RoleState.Standby;
import io.reeve.daemon.role.RoleState.Starting;
import io.reeve.daemon.role.RoleState.Stopped;
import io.reeve.election.Leadership;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * The transitions that lead away from being active, by DRAINING. Called on the role's thread, as {@link RoleTransitions}.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
final class RoleLeaving<A extends ActiveRoleWork, S extends RoleWork> {
    private final CurrentRole<A, S> role;
    private final RoleJobs<A, S> jobs;
    private final StuckModules stuck;

    RoleLeaving(CurrentRole<A, S> role, RoleJobs<A, S> jobs, StuckModules stuck) {
        this.role = role;
        this.jobs = jobs;
        this.stuck = stuck;
    }

    /** Ceases to be active. A job that runs reports first. */
    void leave(RoleState.Cause cause, RoleState.Then then) {
        switch (role.get()) {
            case Activating<A, S> activating -> drain(activating, cause, then);
            case Active<A, S>(Leadership led, A work) -> close(drain(led, work, cause, then));
            case Frozen<A, S>(Leadership led, A work, _) -> close(drain(led, work, cause, then));
            case Starting<A, S> _,Standby<A, S> _,Draining<A, S> _,Stopped<A, S> _ -> {
            }
        }
    }

    private Draining<A, S> drain(Leadership led, A work, RoleState.Cause cause, RoleState.Then then) {
        return now(new Draining<>(led, work, true, cause, then, null));
    }

    private Draining<A, S> drain(Activating<A, S> from, RoleState.Cause cause, RoleState.Then then) {
        return now(new Draining<>(from.leadership(), from.work(), from.serves(), cause, then, null));
    }

    private Draining<A, S> now(Draining<A, S> next) {
        role.set(next);
        return next;
    }

    /** Ceases to be active, as the activation failed; no job runs any more. */
    void fail(Activating<A, S> activating, Throwable failure) {
        close(drain(activating, new RoleState.Failed(failure), new RoleState.StandBy()));
    }

    /** Ends the process at the lease's end, if a module still runs then. */
    void exitAt(long deadlineNanos) {
        if (role.get() instanceof Draining<A, S> draining && draining.work() != null && draining.overdue() == null) {
            role.set(draining.endedBy(stuck.exitAt(deadlineNanos, draining.work(), draining.leadership())));
        }
    }

    void close(Draining<A, S> draining) {
        jobs.close(draining.leadership(), draining.work(), draining.cause());
    }

    /** Gives modules that have not stopped the rest of their time, beside the next role. */
    void left(Draining<A, S> draining, Set<String> left) {
        Future<?> overdue = draining.overdue();
        Runnable cancel = () -> {
            if (overdue != null) {
                overdue.cancel(false);
            }
        };
        boolean leaseOver = draining.cause() instanceof RoleState.Ended;
        if (left.isEmpty() || !leaseOver) {
            cancel.run();
        }
        A work = draining.work();
        if (!left.isEmpty() && work != null && !(draining.then() instanceof RoleState.Stop)) {
            stuck.awaitLeft(work, cancel);
        }
    }
}
