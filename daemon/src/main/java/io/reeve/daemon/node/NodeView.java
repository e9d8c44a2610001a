package io.reeve.daemon.node;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.role.RoleState;
import io.reeve.election.Election;
import io.reeve.election.ZooKeeperSession;
import io.reeve.reportport.peer.PeerConnections;
import io.reeve.standby.StandbyView;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The view that this node has of the cluster and of itself, once it has reached ZooKeeper. Only {@link #sync} asks ZooKeeper. */
public final class NodeView implements StandbyView {
    private final Self self;
    private final Supplier<? extends RoleState<?, ?>> role;
    private final Election election;
    private final ZooKeeperSession session;
    private final PeerConnections peers;
    private final FoundDeaths deaths;

    public NodeView(Self self, Supplier<? extends RoleState<?, ?>> role, Election election, ZooKeeperSession session,
            PeerConnections peers, FoundDeaths deaths) {
        this.self = self;
        this.role = role;
        this.election = election;
        this.session = session;
        this.peers = peers;
        this.deaths = deaths;
    }

    /** The cluster as this node sees it at this moment. */
    public NodeSight sight() {
        MgrMap map = election.map();
        return new NodeSight(map, self.gid(), session.isConnected(), election.isRegistered(), answers(map),
                isDead(map), confirmedEpoch());
    }

    private boolean isDead(MgrMap map) {
        MgrMap.Active active = map.active();
        return active != null && deaths.has(active.manager().gid(), map.epoch());
    }

    private boolean answers(MgrMap map) {
        MgrMap.Active active = map.active();
        return active != null && peers.isActive(active.manager().gid());
    }

    @Override
    public MgrMap map() {
        return election.map();
    }

    @Override
    public long selfGid() {
        return self.gid();
    }

    @Override
    public boolean connectedToZooKeeper() {
        return session.isConnected();
    }

    @Override
    public boolean connectedToActive() {
        return answers(map());
    }

    @Override
    public MgrMap sync() {
        return election.sync();
    }

    @Override
    public long confirmedEpoch() {
        return election.confirmedEpoch();
    }

    /** The advertised URLs of all managers, whose pages may ask this one. */
    public static Set<String> urls(MgrMap map) {
        Set<String> urls = new TreeSet<>();
        map.standbys().forEach(m -> urls.add(m.url()));
        if (map.active() != null) {
            urls.add(map.active().manager().url());
        }
        return urls;
    }

    /** The names of all managers. */
    public static Set<String> names(MgrMap map) {
        Set<String> names = new TreeSet<>();
        map.standbys().forEach(m -> names.add(m.name()));
        if (map.active() != null) {
            names.add(map.active().manager().name());
        }
        return names;
    }

    /** The health of this node at this moment. */
    public NodeHealth health() {
        RoleState<?, ?> now = role.get();
        return NodeHealth.of(self.name(), now, now.mayAct(), sight());
    }

    /** The part of {@code /api/mgr} about this node. */
    public Map<String, Object> describe() {
        return self.describe(role.get().label(), connectedToZooKeeper(), election.mapAge(),
                session.negotiatedTimeout());
    }
}
