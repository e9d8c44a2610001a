package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each state of the role that makes a difference, by name, for tables. */
public final class RoleStates {
    /** The work in all of them that have an active's. */
    public static final ActiveRoleWork WORK = new NoWork();

    private RoleStates() {}

    /** All of them, under that leadership where they have one. */
    public static Map<String, RoleState<ActiveRoleWork, RoleWork>> under(Leadership led) {
        Map<String, RoleState<ActiveRoleWork, RoleWork>> all = new LinkedHashMap<>();
        RoleState.Cause handOver = new RoleState.HandOver(StepDown.because("mgr fail"));
        all.put("starting", new RoleState.Starting<>());
        all.put("standby, opening", new RoleState.Standby<>(null, true));
        all.put("standby", new RoleState.Standby<>(WORK, false));
        all.put("activating", new RoleState.Activating<>(led, null, false, null));
        all.put("activating, opening", new RoleState.Activating<>(led, WORK, false, null));
        all.put("activating, serving", new RoleState.Activating<>(led, WORK, true, null));
        all.put("activating, frozen", new RoleState.Activating<>(led, WORK, false, "suspended"));
        all.put("active", new RoleState.Active<>(led, WORK));
        all.put("frozen", new RoleState.Frozen<>(led, WORK, "suspended"));
        all.put("draining", new RoleState.Draining<>(led, WORK, true, handOver, new RoleState.StandBy(), null));
        all.put("draining, never served",
                new RoleState.Draining<>(led, WORK, false, handOver, new RoleState.StandBy(), null));
        all.put("draining, never made",
                new RoleState.Draining<>(led, null, false, handOver, new RoleState.StandBy(), null));
        all.put("stopped", new RoleState.Stopped<>());
        List<Class<?>> missing = List.of(RoleState.class.getPermittedSubclasses())
                .stream()
                .filter(kind -> all.values().stream().noneMatch(kind::isInstance))
                .<Class<?>>map(kind -> kind)
                .toList();
        if (!missing.isEmpty()) {
            throw new AssertionError("states that are in no table: " + missing);
        }
        return all;
    }

    private static final class NoWork implements ActiveRoleWork {
        @Override
        public Set<String> stop(Duration limit, String why) {
            return Set.of();
        }

        @Override
        public void open() {}

        @Override
        public void publish() {}

        @Override
        public void freeze() {}

        @Override
        public void thaw() {}

        @Override
        public void end() {}

        @Override
        public Set<String> running() {
            return Set.of();
        }
    }
}
