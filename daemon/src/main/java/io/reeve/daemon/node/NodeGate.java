package io.reeve.daemon.node;

import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.data.TellCommands;
import io.reeve.command.Gate;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import io.reeve.daemon.role.RoleState;
import io.reeve.standby.StandbyMode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gate for commands by the role of this node: the active runs everything, the others only what any node answers. What a
 * manager is told runs there, in every role.
 */
public final class NodeGate implements Gate {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String DOWN = "no manager may be active: 'mgr set down false' allows it again";

    private final Supplier<? extends RoleState<?, ?>> role;
    private final Supplier<NodeSight> sight;
    private final StandbyMode mode;

    public NodeGate(Supplier<? extends RoleState<?, ?>> role, Supplier<NodeSight> sight, StandbyMode mode) {
        this.role = role;
        this.sight = sight;
        this.mode = mode;
    }

    @Override
    public Decision decide(Optional<CommandTable.Entry> command) {
        boolean anyNode = command.map(c -> c.signature().isAnsweredByAnyNode()).orElse(false);
        RoleState<?, ?> now = role.get();
        return decide(anyNode, now, now.mayAct(), sight.get(), mode);
    }

    @Override
    public Decision decide(ParseResult request) {
        return request instanceof ParseResult.Parsed parsed
                ? TellCommands.manager(parsed.entry().signature().prefix(), parsed.args())
                        .map(this::at)
                        .orElseGet(() -> decide(request.command()))
                : decide(request.command());
    }

    /** The decision on what a manager is told; this one also answers for one that there is not. */
    private Decision at(String manager) {
        NodeSight now = sight.get();
        MgrMap map = now.map();
        Stream<MgrMap.Manager> active = Optional.ofNullable(map.active()).map(MgrMap.Active::manager).stream();
        Optional<MgrMap.Manager> told = Stream.concat(active, map.standbys().stream())
                .filter(one -> one.name().equals(manager))
                .findFirst();
        boolean self = told.isPresent() && told.get().gid() == now.self();
        if (!self && (map.epoch() < now.confirmedEpoch() || !now.connected())) {
            return closed("this manager does not know for sure whether and where mgr." + manager + " is");
        }
        if (self || told.isEmpty()) {
            return new Open(map.epoch());
        }
        String url = told.get().url();
        return mode == StandbyMode.ERROR
                ? closed("this is not mgr." + manager + "; that one is at " + url)
                : new Elsewhere(URI.create(url + "api/command"));
    }

    /**
     * The decision as a function of what is known.
     *
     * @param anyNode whether any node answers the command
     * @param mayAct  whether the role may act at this moment by the clock: {@link RoleState#mayAct}
     */
    public static Decision decide(boolean anyNode, RoleState<?, ?> role, boolean mayAct, NodeSight sight,
            StandbyMode mode) {
        if (anyNode) {
            return new Open(sight.map().epoch());
        }
        return switch (role) {
            case RoleState.Active<?, ?> active when mayAct -> new Open(active.leadership().epoch());
            case RoleState.Active<?, ?> _,RoleState.Frozen<?, ?> _ ->
                closed("this manager is frozen: it cannot reach ZooKeeper at the moment");
            case RoleState.Activating<?, ?> _ -> closed("this manager is becoming active");
            case RoleState.Draining<?, ?>(_, _, _, RoleState.HandOver(var how), _, _) when how.down() -> closed(DOWN);
            case RoleState.Draining<?, ?> _ -> closed("this manager is handing over to another");
            case RoleState.Starting<?, ?> _,RoleState.Standby<?, ?> _,RoleState.Stopped<?, ?> _ ->
                elsewhere(sight, mode);
        };
    }

    private static Decision elsewhere(NodeSight sight, StandbyMode mode) {
        MgrMap map = sight.map();
        MgrMap.Active active = map.active();
        if (active == null || !active.available() || active.manager().gid() == sight.self()) {
            return closed(map.down() ? DOWN : "no active manager is available");
        }
        if (sight.activeIsDead()) {
            return closed("manager '" + active.manager().name() + "' is dead, and no other is active yet");
        }
        if (map.epoch() < sight.confirmedEpoch() || (!sight.connected() && !sight.activeAnswers())) {
            return closed("this manager stands by and does not know for sure who is active");
        }
        if (mode == StandbyMode.ERROR) {
            return closed("this manager stands by; the active one is " + active.manager().url());
        }
        return new Elsewhere(URI.create(active.manager().url() + "api/command"));
    }

    private static Closed closed(String reason) {
        return new Closed(reason, SOON);
    }
}
