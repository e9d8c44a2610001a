package io.reeve.maps.osd;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Data;
import io.reeve.api.command.Table;
import io.reeve.cluster.Sizes;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.SpaceCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usage of the storage daemons, for {@code osd df}. */
final class OsdUsage {
    private final OsdMapView trees;
    private final DaemonTable daemons;
    private final List<Map<String, Object>> nodes = new ArrayList<>();
    private long total;
    private long used;
    private long available;
    private double lowest = Double.MAX_VALUE;
    private double highest;

    OsdUsage(OsdMapView trees, DaemonTable daemons) {
        this.trees = trees;
        this.daemons = daemons;
        collect("nodes");
        collect("stray");
        double average = utilization(used, total);
        nodes.forEach(node -> {
            if (average > 0 && node.get("utilization") instanceof Double own) {
                double var = own / average;
                node.put("var", var);
                boolean counts = node.get("kb") instanceof Long kb && kb > 0;
                lowest = counts ? Math.min(lowest, var) : lowest;
                highest = counts ? Math.max(highest, var) : highest;
            }
        });
    }

    private void collect(String key) {
        if (trees.tree().get(key) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> node && node.get("crush_weight") != null) {
                    nodes.add(node(node));
                }
            }
        }
    }

    private Map<String, Object> node(Map<?, ?> node) {
        DaemonState daemon = daemons.get(new DaemonId("osd", String.valueOf(node.get("id"))));
        long kb = number(daemon, SpaceCounters.BYTES) / 1024;
        long kbUsed = number(daemon, SpaceCounters.USED) / 1024;
        long kbAvail = number(daemon, SpaceCounters.AVAILABLE) / 1024;
        total += kb;
        used += kbUsed;
        available += kbAvail;
        Map<String, Object> out = new LinkedHashMap<>();
        for (String key : List.of("id", "device_class", "name", "type", "type_id", "crush_weight", "depth",
                "pool_weights", "reweight")) {
            Object value = node.get(key);
            if (value != null) {
                out.put(key, value);
            }
        }
        out.put("kb", kb);
        out.put("kb_used", kbUsed);
        out.put("kb_avail", kbAvail);
        out.put("utilization", utilization(kbUsed, kb));
        out.put("var", 0.0);
        out.put("pgs", daemon == null ? 0 : daemon.facts().groups().size());
        out.put("status", String.valueOf(node.get("status")));
        return out;
    }

    private static long number(@Nullable DaemonState daemon, String counter) {
        return daemon == null ? 0 : daemon.samples().last(counter, 0);
    }

    private static double utilization(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    Map<String, Object> data() {
        double average = utilization(used, total);
        double deviation = Math.sqrt(nodes.stream()
                .mapToDouble(n -> n.get("utilization") instanceof Double u ? (u - average) * (u - average) : 0)
                .average()
                .orElse(0));
        return Data.map("nodes", List.copyOf(nodes), "stray", List.of(), "summary",
                Data.map("total_kb", total, "total_kb_used", used, "total_kb_avail", available,
                        "average_utilization", average, "min_var", highest == 0 ? 0 : lowest, "max_var", highest,
                        "dev", deviation));
    }

    Table table(boolean tree) {
        Table table = new Table(">ID", "CLASS", ">WEIGHT", ">REWEIGHT", ">SIZE", ">RAW USE", ">AVAIL", ">%USE", ">VAR",
                ">PGS", "STATUS", "NAME");
        for (Map<String, Object> node : nodes) {
            table.row(node.get("id"), node.getOrDefault("device_class", ""), node.get("crush_weight"),
                    node.get("reweight"), size(node, "kb"), size(node, "kb_used"), size(node, "kb_avail"),
                    percent(node.get("utilization")), percent(node.get("var")), node.get("pgs"), node.get("status"),
                    tree
                            ? "    ".repeat(node.get("depth") instanceof Integer d ? d : 0) + node.get("name")
                            : node.get("name"));
        }
        table.row("", "", "", "TOTAL", Sizes.text(total * 1024), Sizes.text(used * 1024),
                Sizes.text(available * 1024), percent(utilization(used, total)), "", "", "", "");
        return table;
    }

    private static String size(Map<String, Object> node, String key) {
        return node.get(key) instanceof Long kb ? Sizes.text(kb * 1024) : "";
    }

    private static String percent(@Nullable Object number) {
        return number instanceof Double d ? String.format(Locale.ROOT, "%.2f", d) : "";
    }
}
