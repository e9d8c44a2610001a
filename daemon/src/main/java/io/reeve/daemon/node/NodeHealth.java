package io.reeve.daemon.node;

import io.reeve.daemon.role.RoleState;
import io.reeve.election.Leadership;
import io.reeve.http.endpoint.NodeStatus;

/**
 * The health of this node at one moment, as the endpoints and metrics tell it: a function of its role, of the lease by the
 * clock, and of the cluster as it sees it.
 *
 * @param name    this manager's name
 * @param state   the role by name
 * @param epoch   the fencing epoch as far as known here
 * @param active  available, unfrozen, and within the lease
 * @param standby connected, registered, and ready to be elected
 * @param problem why no ZooKeeper server takes this manager; empty if that is not so, or not known
 */
public record NodeHealth(String name, String state, long epoch, boolean active, boolean standby, String problem)
        implements
            NodeStatus {
    /**
     * The health at one moment.
     *
     * @param mayAct whether the role may act at this moment by the clock: {@link RoleState#mayAct}
     */
    public static NodeHealth of(String name, RoleState<?, ?> role, boolean mayAct, NodeSight sight) {
        Leadership leadership = role.leadership();
        return new NodeHealth(name, role.label(), leadership == null ? sight.map().epoch() : leadership.epoch(),
                role instanceof RoleState.Active && mayAct,
                role instanceof RoleState.Standby && sight.connected() && sight.registered(), "");
    }

    /** The same health with a problem, which is empty for none. */
    public NodeHealth with(String other) {
        return new NodeHealth(name, state, epoch, active, standby, other);
    }

    @Override
    public boolean ready() {
        return active || standby;
    }
}
