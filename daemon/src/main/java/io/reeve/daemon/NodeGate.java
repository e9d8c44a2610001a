package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.command.Gate;
import io.reeve.command.grammar.CommandTable;
import io.reeve.election.Leadership;
import io.reeve.standby.StandbyMode;
import io.reeve.standby.StandbyView;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Lets a command in by the role of this node: the active runs everything, the others only what any node answers. */
final class NodeGate implements Gate {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RoleController roles;
    private final StandbyView view;
    private final StandbyMode mode;

    NodeGate(RoleController roles, StandbyView view, StandbyMode mode) {
        this.roles = roles;
        this.view = view;
        this.mode = mode;
    }

    @Override
    public Decision decide(Optional<CommandTable.Entry> command) {
        if (command.map(c -> c.signature().isAnsweredByAnyNode()).orElse(false)) {
            return new Open(view.map().epoch());
        }
        Leadership leadership = roles.leadership();
        return switch (roles.role()) {
            case ACTIVE -> leadership != null && leadership.mayAct()
                    ? new Open(leadership.epoch())
                    : closed("this manager is frozen: it cannot reach ZooKeeper at the moment");
            case FROZEN -> closed("this manager is frozen: it cannot reach ZooKeeper at the moment");
            case ACTIVATING -> closed("this manager is becoming active");
            case DRAINING -> closed("this manager is handing over to another");
            case STOPPED -> closed("this manager stops");
            case STANDBY -> elsewhere();
        };
    }

    private Decision elsewhere() {
        MgrMap map = view.map();
        MgrMap.Active active = map.active();
        if (active == null || !active.available() || active.manager().gid() == view.selfGid()) {
            return closed(map.down()
                    ? "no manager may be active: 'mgr set down false' allows it again"
                    : "no active manager is available");
        }
        if (map.epoch() < view.highestEpochSeen()
                || (!view.connectedToZooKeeper() && !view.connectedToActive())) {
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
