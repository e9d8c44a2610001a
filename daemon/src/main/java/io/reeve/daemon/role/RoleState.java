package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The role of this manager, with everything that belongs to it. Its transitions are in {@code RoleTransitions}.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public sealed interface RoleState<A extends ActiveRoleWork, S extends RoleWork> {
    /** All labels, in the order of the transitions. */
    List<String> LABELS = List.of("starting", "standby", "activating", "active", "frozen", "draining", "stopped");

    /** The state by name, as users see it. */
    default String label() {
        return switch (this) {
            case Starting<A, S> _ -> "starting";
            case Standby<A, S> _ -> "standby";
            case Activating<A, S> _ -> "activating";
            case Active<A, S> _ -> "active";
            case Frozen<A, S> _ -> "frozen";
            case Draining<A, S> _ -> "draining";
            case Stopped<A, S> _ -> "stopped";
        };
    }

    /** The leadership under which this manager becomes, is or ceases to be active; null in the other states. */
    default @Nullable Leadership leadership() {
        return switch (this) {
            case Activating<A, S>(Leadership led, _, _, _) -> led;
            case Active<A, S>(Leadership led, _) -> led;
            case Frozen<A, S>(Leadership led, _, _) -> led;
            case Draining<A, S> draining -> draining.leadership();
            case Starting<A, S> _,Standby<A, S> _,Stopped<A, S> _ -> null;
        };
    }

    /** The active's work; null where there is none, or none yet. */
    default @Nullable A active() {
        return switch (this) {
            case Activating<A, S>(_, A work, _, _) -> work;
            case Active<A, S>(_, A work) -> work;
            case Frozen<A, S>(_, A work, _) -> work;
            case Draining<A, S> draining -> draining.work();
            case Starting<A, S> _,Standby<A, S> _,Stopped<A, S> _ -> null;
        };
    }

    /** A standby's work; null where there is none, or none yet. */
    default @Nullable S standby() {
        return this instanceof Standby<A, S>(S work, _) ? work : null;
    }

    /** Whether pages are answered here as an active's; also while frozen, since that may pass. */
    default boolean isServing() {
        return this instanceof Active || this instanceof Frozen;
    }

    /** Whether this manager may act as the active at this moment: active, and its lease is young by the clock. */
    default boolean mayAct() {
        return this instanceof Active<A, S>(Leadership led, _) && led.mayAct();
    }

    /** This manager runs, but has not joined the cluster yet. */
    record Starting<A extends ActiveRoleWork, S extends RoleWork>() implements RoleState<A, S> {}

    /**
     * Another manager is active, or none is.
     *
     * @param work    null while it is being opened, or if that failed
     * @param opening whether it is being opened
     */
    record Standby<A extends ActiveRoleWork, S extends RoleWork>(@Nullable S work, boolean opening)
            implements
                RoleState<A, S> {}

    /**
     * This manager leads, and is bringing up the active's work.
     *
     * @param work   null until the standby's work has stopped and the active's is made
     * @param serves whether the modules run, so that pages are answered here: requests may come as soon as others see that
     *               it is available
     * @param frozen why ZooKeeper cannot be reached; null while it can
     */
    record Activating<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, @Nullable A work,
            boolean serves, @Nullable String frozen) implements RoleState<A, S> {
        Activating<A, S> made(A of) {
            return new Activating<>(leadership, of, serves, frozen);
        }

        Activating<A, S> frozen(@Nullable String why) {
            return new Activating<>(leadership, work, serves, why);
        }
    }

    /** This manager is active and available. It acts only while its lease is young: {@link Leadership#mayAct}. */
    record Active<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, A work)
            implements
                RoleState<A, S> {}

    /** This manager is active, but out of touch with ZooKeeper. */
    record Frozen<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, A work, String why)
            implements
                RoleState<A, S> {}

    /**
     * This manager ceases to be active: its modules stop.
     *
     * @param work    null if the active's work was not made yet
     * @param serves  whether pages are still answered here
     * @param cause   the reason
     * @param then    the role that follows
     * @param overdue the end of the process at the lease's end; null unless the leadership is over
     */
    record Draining<A extends ActiveRoleWork, S extends RoleWork>(Leadership leadership, @Nullable A work,
            boolean serves, Cause cause, Then then, @Nullable Future<?> overdue) implements RoleState<A, S> {
        Draining<A, S> made(A of) {
            return new Draining<>(leadership, of, serves, cause, then, overdue);
        }

        Draining<A, S> followedBy(Then next) {
            return new Draining<>(leadership, work, serves, cause, next, overdue);
        }

        Draining<A, S> endedBy(Future<?> limit) {
            return new Draining<>(leadership, work, serves, cause, then, limit);
        }
    }

    /** The state of a manager that has stopped: nothing follows. */
    record Stopped<A extends ActiveRoleWork, S extends RoleWork>() implements RoleState<A, S> {}

    /** The reason why a manager ceases to be active. */
    sealed interface Cause {
        /** The reason in words. */
        String why();
    }

    /** A hand-over: the leadership is given back once the modules have stopped. */
    record HandOver(StepDown how) implements Cause {
        @Override
        public String why() {
            return how.why();
        }
    }

    /** A hand-over because the process ends. */
    record Stopping() implements Cause {
        @Override
        public String why() {
            return "this manager stops";
        }
    }

    /** A failed activation. */
    record Failed(Throwable failure) implements Cause {
        @Override
        public String why() {
            return "activation failed";
        }
    }

    /** The end of the leadership. */
    record Ended(String why) implements Cause {}

    /** The role that follows once the active's work has stopped. */
    sealed interface Then {}

    /** Standing by. */
    record StandBy() implements Then {}

    /** Becoming active again, if that leadership still lasts. */
    record Lead(Leadership leadership) implements Then {}

    /** The way to {@link Stopped}. */
    record Stop() implements Then {}
}
