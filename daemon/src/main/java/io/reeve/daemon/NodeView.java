package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Election;
import io.reeve.election.Leadership;
import io.reeve.election.ZooKeeperSession;
import io.reeve.http.endpoint.NodeStatus;
import io.reeve.reportport.peer.PeerConnections;
import io.reeve.standby.StandbyView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this node knows of the cluster and of itself; from memory. Before ZooKeeper was reached it knows nothing. */
final class NodeView implements StandbyView, NodeStatus {
    private record Sources(Election election, ZooKeeperSession session, PeerConnections peers) {}

    private final Self self;
    private final RoleController roles;
    private final MgrMap unknown;
    private volatile @Nullable Sources sources;
    private volatile boolean joined;

    NodeView(Self self, String cluster, RoleController roles) {
        this.self = self;
        this.roles = roles;
        this.unknown = new MgrMap(cluster, "", 0, false, null, Instant.now(), List.of(), List.of());
    }

    void attach(Election election, ZooKeeperSession session, PeerConnections peers) {
        sources = new Sources(election, session, peers);
    }

    /** From here on this manager has its name and takes part. */
    void joined() {
        joined = true;
    }

    @Override
    public MgrMap map() {
        Sources from = sources;
        return from == null ? unknown : from.election().map();
    }

    @Override
    public long selfGid() {
        return self.gid();
    }

    @Override
    public boolean connectedToZooKeeper() {
        Sources from = sources;
        return from != null && from.session().isConnected();
    }

    @Override
    public boolean connectedToActive() {
        Sources from = sources;
        MgrMap.Active active = map().active();
        return from != null && active != null && from.peers().isActive(active.manager().gid());
    }

    @Override
    public MgrMap sync() throws Exception {
        Sources from = sources;
        return from == null ? unknown : from.election().sync();
    }

    @Override
    public long highestEpochSeen() {
        Sources from = sources;
        return from == null ? 0 : Math.max(from.peers().highestEpoch(), from.election().map().epoch());
    }

    /** The advertised URLs of all managers: pages from there may ask this one. */
    Set<String> urls() {
        return urls(map());
    }

    static Set<String> urls(MgrMap map) {
        Set<String> urls = new TreeSet<>();
        map.standbys().forEach(m -> urls.add(m.url()));
        if (map.active() != null) {
            urls.add(map.active().manager().url());
        }
        return urls;
    }

    @Override
    public String name() {
        return self.name();
    }

    @Override
    public String state() {
        RoleController.Role role = roles.role();
        return role == RoleController.Role.STANDBY && !joined ? "starting" : role.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public long epoch() {
        Leadership leadership = roles.leadership();
        return leadership == null ? map().epoch() : leadership.epoch();
    }

    @Override
    public boolean ready() {
        return active() || standby();
    }

    @Override
    public boolean active() {
        Leadership leadership = roles.leadership();
        return roles.role() == RoleController.Role.ACTIVE && leadership != null && leadership.mayAct();
    }

    @Override
    public boolean standby() {
        Sources from = sources;
        return joined && from != null && roles.role() == RoleController.Role.STANDBY && connectedToZooKeeper()
                && from.election().isRegistered();
    }

    /** What {@code /api/mgr} adds to the map about this node. */
    Map<String, Object> describe() {
        Sources from = sources;
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", self.name());
        out.put("gid", self.gid());
        out.put("pid", self.pid());
        out.put("version", self.version());
        out.put("state", state());
        out.put("connected", connectedToZooKeeper());
        out.put("age_ms", from == null ? null : from.election().mapAge().toMillis());
        out.put("session_timeout_ms", from == null ? null : from.session().negotiatedTimeout().toMillis());
        return out;
    }
}
