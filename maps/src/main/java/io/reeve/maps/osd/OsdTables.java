package io.reeve.maps.osd;

import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The OSD map as text for people, in {@code osd tree}, {@code osd dump} and {@code osd pool ls detail}. */
final class OsdTables {
    private OsdTables() {}

    static Table tree(OsdMap map, Map<String, Object> tree) {
        Table table = new Table(">ID", "CLASS", ">WEIGHT", "TYPE NAME", "STATUS", ">REWEIGHT");
        List<Map<?, ?>> nodes = nodes(tree, "nodes");
        Map<Object, Integer> depths = new HashMap<>();
        Map<Object, Double> weights = weights(nodes);
        for (Map<?, ?> node : nodes) {
            int depth = depths.getOrDefault(id(node), 0);
            if (node.get("children") instanceof List<?> children) {
                children.forEach(c -> depths.put(c, depth + 1));
                table.row(node.get("id"), "", weights.getOrDefault(id(node), 0.0),
                        "    ".repeat(depth) + node.get("type") + " " + node.get("name"), "", "");
            } else {
                row(table, node, depth);
            }
        }
        nodes(tree, "stray").forEach(node -> row(table, node, 0));
        return table;
    }

    private static void row(Table table, Map<?, ?> node, int depth) {
        Object deviceClass = node.get("device_class");
        table.row(node.get("id"), deviceClass == null ? "" : deviceClass, node.get("crush_weight"),
                "    ".repeat(depth) + node.get("name"), node.get("status"), node.get("reweight"));
    }

    static Object id(Map<?, ?> node) {
        return Objects.requireNonNull(node.get("id"), "a node's id");
    }

    private static Map<Object, Double> weights(List<Map<?, ?>> nodes) {
        Map<Object, Double> weights = new HashMap<>();
        for (Map<?, ?> node : nodes.reversed()) { // the children of a bucket come after it
            double sum = node.get("crush_weight") instanceof Double own ? own : 0;
            if (node.get("children") instanceof List<?> children) {
                for (Object child : children) {
                    sum += weights.getOrDefault(child, 0.0);
                }
            }
            weights.put(id(node), sum);
        }
        return weights;
    }

    static List<Map<?, ?>> nodes(Map<String, Object> tree, String key) {
        List<Map<?, ?>> nodes = new ArrayList<>();
        if (tree.get(key) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> node) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    static Text dump(OsdMap map) {
        List<String> lines = new ArrayList<>(List.of("epoch " + map.epoch(), "fsid " + map.fsid(),
                "flags " + String.join(",", map.flags()), "crush_version " + map.crush().version(),
                "full_ratio " + map.ratios().full(), "backfillfull_ratio " + map.ratios().backfillfull(),
                "nearfull_ratio " + map.ratios().nearfull()));
        map.pools().values().forEach(p -> lines.add(pool(p)));
        lines.add("max_osd " + (map.osds().isEmpty() ? 0 : map.osds().lastKey() + 1));
        map.osds()
                .values()
                .forEach(o -> lines.add("osd." + o.id() + (o.up() ? " up  " : " down")
                        + (o.in() ? " in  weight " + o.weight() / 65536.0 : " out weight 0") + " up_from " + o.upFrom()
                        + " down_at " + o.downAt() + " " + o.address() + (o.destroyed() ? " destroyed" : "")));
        return Text.of(lines);
    }

    static String pool(Pool pool) {
        return "pool " + pool.id() + " '" + pool.name() + "' replicated size " + pool.size() + " min_size "
                + pool.minSize() + " crush_rule " + pool.crushRule() + " pg_num " + pool.pgNum() + " last_change "
                + pool.lastChange()
                + (pool.quota().bytes() == 0 ? "" : " max_bytes " + pool.quota().bytes())
                + (pool.quota().objects() == 0 ? "" : " max_objects " + pool.quota().objects())
                + (pool.applications().isEmpty()
                        ? ""
                        : " application " + String.join(",", pool.applications().keySet()));
    }
}
