package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The role that this manager has now: the only place where it is kept. {@link RoleController} alone writes it, on one
 * thread. Everybody else reads it once for each decision.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public final class CurrentRole<A extends ActiveRoleWork, S extends RoleWork> {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile RoleState<A, S> state = new RoleState.Starting<>();

    /** The state at this moment. Any thread. */
    public RoleState<A, S> get() {
        return state;
    }

    /** The active's work; null unless there is one. */
    public @Nullable A active() {
        return state.active();
    }

    /** A standby's work; null unless there is one. */
    public @Nullable S standby() {
        return state.standby();
    }

    /** The active's work under that leadership; null if the role is not of that leadership, or has no work yet. */
    @Nullable
    A activeUnder(Leadership leadership) {
        RoleState<A, S> now = state;
        return leadership.equals(now.leadership()) ? now.active() : null;
    }

    /** Adds a listener, which runs on the role's thread after each change, and must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void set(RoleState<A, S> next) {
        state = next;
        listeners.forEach(Runnable::run);
    }
}
