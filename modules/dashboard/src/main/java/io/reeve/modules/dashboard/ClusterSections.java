package io.reeve.modules.dashboard;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sections about the cluster's daemons, storage and health, made of one view. */
final class ClusterSections {
    private ClusterSections() {}

    /** The status, each check as {@code check:CODE}, and the mutes. */
    static Map<String, Object> health(ClusterView view) {
        Map<String, Object> health = Values.map(view.get("health"));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", Values.text(health.get("status")));
        Values.map(health.get("checks")).forEach((code, check) -> all.put("check:" + code, check));
        all.put("mutes", Values.maps(health.get("mutes")));
        return all;
    }

    /** Each host with the names of its daemons. */
    static Map<String, Object> hosts(ClusterView view) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Server server : view.servers()) {
            all.put(server.hostname(), Data.map("hostname", server.hostname(), "version", server.version(), "daemons",
                    server.services().stream().map(s -> s.type() + "." + s.id()).toList()));
        }
        return all;
    }

    /** Each daemon by {@code TYPE.ID}. */
    static Map<String, Object> daemons(ClusterView view) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Server server : view.servers()) {
            for (Server.Service service : server.services()) {
                all.put(service.type() + "." + service.id(), Data.map("type", service.type(), "id", service.id(),
                        "host", server.hostname(), "version", service.version()));
            }
        }
        return all;
    }

    /** Each node of the hierarchy by id, with the space of storage daemons; {@code order} is depth first. */
    static Map<String, Object> osds(ClusterView view) {
        Map<String, Map<String, Object>> stats = byKey(Values.map(view.get("osd_stats")).get("osd_stats"), "osd");
        Map<String, Map<String, Object>> osds = byKey(Values.map(view.get("osd_map")).get("osds"), "osd");
        Map<String, Object> tree = Values.map(view.get("osd_map_tree"));
        List<Map<String, Object>> nodes = new ArrayList<>(Values.maps(tree.get("nodes")));
        nodes.addAll(Values.maps(tree.get("stray")));
        Map<String, Object> all = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        for (Map<String, Object> node : nodes) {
            String id = Values.text(node.get("id"));
            order.add(id);
            Map<String, Object> stat = stats.getOrDefault(id, Map.of());
            Map<String, Object> osd = osds.getOrDefault(id, Map.of());
            all.put(id, Data.map("id", node.get("id"), "name", node.get("name"), "type", node.get("type"), "children",
                    node.get("children"), "weight", node.get("crush_weight"), "class", node.get("device_class"),
                    "status", node.get("status"), "reweight", node.get("reweight"), "in", osd.get("in"), "kb",
                    stat.get("kb"), "used", stat.get("kb_used"), "pgs", stat.get("num_pgs")));
        }
        all.put("order", order);
        return all;
    }

    private static Map<String, Map<String, Object>> byKey(@Nullable Object list, String key) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        Values.maps(list).forEach(item -> all.put(Values.text(item.get(key)), item));
        return all;
    }

    /** Each pool by id, with its space and the states of its groups. */
    static Map<String, Object> pools(ClusterView view) {
        Map<String, Map<String, Object>> space = byKey(Values.map(view.get("df")).get("pools"), "id");
        Map<String, Object> states = Values.map(Values.map(view.get("pg_summary")).get("by_pool"));
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map<String, Object> pool : Values.maps(Values.map(view.get("osd_map")).get("pools"))) {
            String id = Values.text(pool.get("pool"));
            Map<String, Object> stats = Values.map(space.getOrDefault(id, Map.of()).get("stats"));
            all.put(id, Data.map("id", pool.get("pool"), "name", pool.get("pool_name"), "size", pool.get("size"),
                    "minSize", pool.get("min_size"), "pgs", pool.get("pg_num"), "applications",
                    List.copyOf(Values.map(pool.get("application_metadata")).keySet()), "objects", stats.get("objects"),
                    "used", stats.get("bytes_used"), "available", stats.get("max_avail"), "percent",
                    stats.get("percent_used"), "quotaBytes", pool.get("quota_max_bytes"), "quotaObjects",
                    pool.get("quota_max_objects"), "states", Values.map(states.get(id))));
        }
        return all;
    }

    /** Each file system by id, with its ranks; {@code standbys} has the metadata servers that would take one. */
    static Map<String, Object> filesystems(ClusterView view) {
        Map<String, Object> map = Values.map(view.get("fs_map"));
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map<String, Object> filesystem : Values.maps(map.get("filesystems"))) {
            Map<String, Object> mds = Values.map(filesystem.get("mdsmap"));
            all.put(Values.text(filesystem.get("id")), Data.map("id", filesystem.get("id"), "name", mds.get("fs_name"),
                    "enabled", mds.get("enabled"), "wanted", mds.get("max_mds"), "failed", mds.get("failed"), "servers",
                    Values.map(mds.get("info")).values().stream().map(ClusterSections::server).toList()));
        }
        all.put("standbys", Values.maps(map.get("standbys")).stream().map(ClusterSections::server).toList());
        return all;
    }

    private static Map<String, Object> server(@Nullable Object info) {
        Map<String, Object> mds = Values.map(info);
        return Data.map("name", mds.get("name"), "rank", mds.get("rank"), "state", mds.get("state"), "address",
                mds.get("addr"));
    }

    /** The states of all groups, and what is read and written. */
    static Map<String, Object> groups(ClusterView view) {
        Map<String, Object> status = new LinkedHashMap<>(Values.map(view.get("pg_status")));
        status.remove("pgs_by_pool_state");
        return Map.of("states", Values.map(Values.map(view.get("pg_summary")).get("all")), "status", status);
    }

    /** The space as a whole and by class, with the limits that make it full. */
    static Map<String, Object> capacity(ClusterView view) {
        Map<String, Object> df = Values.map(view.get("df"));
        Map<String, Object> map = Values.map(view.get("osd_map"));
        return Map.of("stats", Values.map(df.get("stats")), "classes", Values.map(df.get("stats_by_class")), "ratios",
                Data.map("nearfull", map.get("nearfull_ratio"), "backfillfull", map.get("backfillfull_ratio"), "full",
                        map.get("full_ratio")));
    }

    /** Each ZooKeeper server by name, and whether it is in the quorum. */
    static Map<String, Object> servers(ClusterView view) {
        Map<String, Object> status = Values.map(view.get("mon_status"));
        List<?> quorum = status.get("quorum") instanceof List<?> ranks ? ranks : List.of();
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map<String, Object> mon : Values.maps(Values.map(status.get("monmap")).get("mons"))) {
            all.put(Values.text(mon.get("name")), Data.map("name", mon.get("name"), "address", mon.get("addr"),
                    "inQuorum", quorum.contains(mon.get("rank"))));
        }
        return all;
    }
}
