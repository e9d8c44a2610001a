package io.reeve.maps.osd;

import io.reeve.cluster.Shape;
import io.reeve.cluster.Stamps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The form of an OSD map in {@code osd dump}: Ceph's keys, without those that have no source here. */
final class OsdMapDump {
    private static final Shape MAP = Shape.of("epoch", "fsid", "created", "modified", "last_up_change",
            "last_in_change", "flags", "flags_num", "flags_set", "crush_version", "full_ratio", "backfillfull_ratio",
            "nearfull_ratio", "pool_max", "max_osd", "pools", "osds", "osd_xinfo", "pg_upmap", "pg_upmap_items",
            "pg_temp", "primary_temp", "blocklist", "erasure_code_profiles", "crush_node_flags",
            "device_class_flags");
    private static final Shape OSD = Shape.of("osd", "up", "in", "weight", "up_from", "down_at", "public_addrs",
            "state", "public_addr", "gid");
    private static final Shape XINFO = Shape.of("osd", "old_weight", "down_stamp");
    private static final Shape POOL = Shape.of("pool", "pool_name", "create_time", "type", "size", "min_size",
            "crush_rule", "pg_num", "pg_placement_num", "pg_num_target", "pg_placement_num_target", "last_change",
            "application_metadata", "options", "flags", "flags_names", "pg_autoscale_mode", "quota_max_bytes",
            "quota_max_objects");
    private static final List<String> EXISTS_UP = List.of("exists", "up");
    private static final List<String> EXISTS = List.of("exists");
    private static final List<String> DESTROYED = List.of("destroyed", "exists");

    private OsdMapDump() {}

    static Map<String, Object> of(OsdMap map) {
        List<Object> osds = new ArrayList<>(map.osds().size());
        List<Object> extra = new ArrayList<>(map.osds().size());
        map.osds().values().forEach(osd -> {
            osds.add(osd(osd));
            extra.add(XINFO.row(osd.id(), osd.oldWeight(),
                    osd.downStamp() == 0 ? "0.000000" : Stamps.of(osd.downStamp())));
        });
        return MAP.row(map.epoch(), map.fsid(), Stamps.of(map.times().created()), Stamps.of(map.times().modified()),
                Stamps.of(map.times().lastUp()), Stamps.of(map.times().lastIn()), String.join(",", map.flags()),
                OsdFlag.bits(map.flags()), List.copyOf(map.flags()), map.crush().version(), map.ratios().full(),
                map.ratios().backfillfull(), map.ratios().nearfull(), map.poolMax(),
                map.osds().isEmpty() ? 0 : map.osds().lastKey() + 1,
                map.pools().values().stream().map(OsdMapDump::pool).toList(), List.copyOf(osds), List.copyOf(extra),
                List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    private static Map<String, Object> osd(Osd osd) {
        return OSD.row(osd.id(), osd.up() ? 1 : 0, osd.in() ? 1 : 0, osd.weight() / (double) Osd.IN, osd.upFrom(),
                osd.downAt(), OsdMapView.addresses(osd.address()), state(osd),
                osd.address() + "/0", osd.gid());
    }

    private static List<String> state(Osd osd) {
        if (osd.up()) {
            return EXISTS_UP;
        }
        return osd.destroyed() ? DESTROYED : EXISTS;
    }

    static Map<String, Object> pool(Pool pool) {
        Map<String, Object> applications = new HashMap<>();
        pool.applications().forEach((name, values) -> applications.put(name, Map.copyOf(new TreeMap<>(values))));
        return POOL.row(pool.id(), pool.name(), Stamps.of(pool.created()), 1, pool.size(), pool.minSize(),
                pool.crushRule(),
                pool.pgNum(), pool.pgNum(), pool.pgNum(), pool.pgNum(), Long.toString(pool.lastChange()),
                Map.copyOf(applications), Map.of(), 1, "hashpspool", "off", pool.quota().bytes(),
                pool.quota().objects());
    }
}
