package io.reeve.maps.mon;

import io.reeve.api.command.Data;
import io.reeve.cluster.Shape;
import io.reeve.cluster.Stamps;
import io.reeve.maps.osd.OsdMapView;
import java.util.List;
import java.util.Map;

/** The ensemble with Ceph's keys, without those that have no source here. */
public final class MonMapDump {
    private static final Shape MON = Shape.of("rank", "name", "public_addrs", "addr", "public_addr", "priority",
            "weight");

    private MonMapDump() {}

    /** {@code get("mon_map")}. */
    public static Map<String, Object> map(MonMap map) {
        return Data.map("epoch", map.epoch(), "fsid", map.fsid(), "modified", Stamps.of(map.modified()), "mons",
                map.mons().stream().map(MonMapDump::mon).toList());
    }

    private static Map<String, Object> mon(MonMap.Mon mon) {
        String address = mon.address() + "/0";
        return MON.row(mon.rank(), mon.name(), OsdMapView.addresses(mon.address()), address, address, 0, 0);
    }

    /** {@code mon dump}: the map and who is in the quorum. */
    public static Map<String, Object> dump(MonMap map) {
        return Data.map("epoch", map.epoch(), "fsid", map.fsid(), "modified", Stamps.of(map.modified()), "mons",
                map.mons().stream().map(MonMapDump::mon).toList(), "quorum", ranks(map.quorum()));
    }

    /** {@code get("mon_status")}: as the server tells that this manager is connected to. */
    public static Map<String, Object> status(MonMap map, long nowMillis) {
        MonMap.Mon self = map.mons().stream().filter(m -> m.rank() == map.self()).findFirst().orElse(null);
        return Data.map("name", self == null ? "" : self.name(), "rank", map.self(), "state",
                self == null ? "probing" : state(self.mode()), "election_epoch", map.election(), "quorum",
                ranks(map.quorum()), "quorum_age", Math.max(0, (nowMillis - map.modified()) / 1000), "outside_quorum",
                map.down().stream().map(MonMap.Mon::name).toList(), "monmap", map(map));
    }

    /** {@code quorum_status}. */
    public static Map<String, Object> quorum(MonMap map, long nowMillis) {
        return Data.map("election_epoch", map.election(), "quorum", ranks(map.quorum()), "quorum_names",
                map.quorum().stream().map(MonMap.Mon::name).toList(), "quorum_leader_name",
                map.leader().map(MonMap.Mon::name).orElse(""), "quorum_age",
                Math.max(0, (nowMillis - map.modified()) / 1000), "monmap", map(map));
    }

    private static String state(MonMap.Mode mode) {
        return switch (mode) {
            case LEADER, STANDALONE -> "leader";
            case FOLLOWER -> "peon";
            case OBSERVER -> "synchronizing";
            case DOWN -> "probing";
        };
    }

    private static List<Integer> ranks(List<MonMap.Mon> mons) {
        return mons.stream().map(MonMap.Mon::rank).toList();
    }
}
