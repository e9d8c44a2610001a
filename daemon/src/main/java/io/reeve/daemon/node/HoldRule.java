package io.reeve.daemon.node;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.role.RoleState;
import io.reeve.election.Leadership;
import io.reeve.http.Hold;
import io.reeve.standby.StandbyMode;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rule which requests this node holds instead of refusing them: those that nobody answers now, while it is known who will,
 * or that somebody will. Its counterpart, which commands may start, is {@link NodeGate}.
 */
public final class HoldRule implements Hold.Rule {
    private final Supplier<? extends RoleState<?, ?>> role;
    private final Supplier<NodeSight> sight;
    private final StandbyMode mode;

    public HoldRule(Supplier<? extends RoleState<?, ?>> role, Supplier<NodeSight> sight, StandbyMode mode) {
        this.role = role;
        this.sight = sight;
        this.mode = mode;
    }

    /** The facts at one moment. */
    private record Situation(RoleState<?, ?> role, boolean mayAct, NodeSight sight) {}

    @Override
    public boolean holds(Hold.Kind kind) {
        RoleState<?, ?> now = role.get();
        boolean mayAct = now.mayAct();
        return !mayAct && holds(kind, now, mayAct, sight.get(), mode); // most requests ask nothing more than this
    }

    @Override
    public Object situation() {
        RoleState<?, ?> now = role.get();
        return new Situation(now, now.mayAct(), sight.get());
    }

    /**
     * The rule as a function of what is known.
     *
     * @param mayAct whether the role may act at this moment by the clock: {@link RoleState#mayAct}
     */
    public static boolean holds(Hold.Kind kind, RoleState<?, ?> role, boolean mayAct, NodeSight sight,
            StandbyMode mode) {
        if (mode == StandbyMode.ERROR || !sight.connected() || sight.map().down()) {
            return false;
        }
        return switch (role) {
            case RoleState.Active<?, ?> _ when mayAct -> false;
            case RoleState.Active<?, ?>(Leadership led, _) -> isOver(led) && hasCandidate(sight, true);
            case RoleState.Frozen<?, ?>(Leadership led, _, _) -> isOver(led) && hasCandidate(sight, true);
            case RoleState.Activating<?, ?>(_, var work, boolean serves, String frozen) -> frozen == null
                    && !(kind == Hold.Kind.PAGE && serves && work != null);
            case RoleState.Draining<?, ?> draining ->
                !setsDown(draining) && hasCandidate(sight, !(draining.then() instanceof RoleState.Stop));
            case RoleState.Starting<?, ?> _,RoleState.Standby<?, ?> _ -> awaitsSuccessor(kind, sight, true);
            case RoleState.Stopped<?, ?> _ -> awaitsSuccessor(kind, sight, false);
        };
    }

    private static boolean isOver(Leadership led) {
        return led.state() == Leadership.State.ENDED;
    }

    private static boolean setsDown(RoleState.Draining<?, ?> draining) {
        return draining.cause() instanceof RoleState.HandOver(var how) && how.down();
    }

    /** Whether a node that is not active knows nobody to send a request to, but that there will be somebody. */
    private static boolean awaitsSuccessor(Hold.Kind kind, NodeSight sight, boolean self) {
        MgrMap map = sight.map();
        MgrMap.Active active = map.active();
        if (active == null || active.manager().gid() == sight.self() || sight.activeIsDead()) {
            return hasCandidate(sight, self);
        }
        if (!active.available()) {
            return true;
        }
        // a page then has the map read again, and waits for that
        return kind == Hold.Kind.COMMAND && map.epoch() < sight.confirmedEpoch();
    }

    /** Whether there is a live manager that may become active. */
    private static boolean hasCandidate(NodeSight sight, boolean self) {
        MgrMap.Active active = sight.map().active();
        Stream<MgrMap.Manager> all = active == null || sight.activeIsDead()
                ? sight.map().standbys().stream()
                : Stream.concat(sight.map().standbys().stream(), Stream.of(active.manager()));
        return all.anyMatch(manager -> manager.priority() != null && (self || manager.gid() != sight.self()));
    }
}
