package io.reeve.maps.osd;

import io.reeve.api.command.Data;
import io.reeve.api.command.Table;
import io.reeve.cluster.Sizes;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.data.OsdSpace;
import io.reeve.maps.crush.Crush;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The usage of the storage daemons, for {@code osd df}, counted as Ceph's OSDUtilizationDumper does: who is out has no
 * space, and weighs nothing in the averages.
 */
final class OsdUsage {
    private final OsdMap map;
    private final DaemonTable daemons;
    private final Map<Integer, List<Integer>> children;
    private final Map<Integer, Long> weights;
    private final Map<Integer, OsdSpace> spaces = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Row> strays = new ArrayList<>();
    private final OsdSpace total;

    /**
     * A bucket or a storage daemon.
     *
     * @param osd         null for a bucket, and for a device of the hierarchy that is not in the map
     * @param utilization in percent
     * @param relative    the utilization, where 1 is the average
     */
    private record Row(Map<?, ?> node, @Nullable Osd osd, int depth, OsdSpace space, double utilization,
            double relative,
            int groups) {
        boolean isBucket() {
            return node.get("children") != null;
        }

        /** The part of the averages that it is. */
        double share() {
            return osd == null ? 0 : osd.weight() / (double) Osd.IN;
        }
    }

    /** @param tree whether buckets have rows, too */
    OsdUsage(OsdMapView view, DaemonTable daemons, boolean tree) {
        this.map = view.map();
        this.daemons = daemons;
        this.children = map.crush().children();
        this.weights = map.crush().weights();
        this.total = OsdSpace.sum(map.osds().keySet().stream().map(this::space).toList());
        Map<Object, Integer> depths = new HashMap<>();
        for (Map<?, ?> node : OsdTables.nodes(view.tree(), "nodes")) {
            int depth = depths.getOrDefault(OsdTables.id(node), 0);
            if (node.get("children") instanceof List<?> below) {
                below.forEach(child -> depths.put(child, depth + 1));
            }
            if (tree || node.get("crush_weight") != null) {
                rows.add(row(node, depth));
            }
        }
        OsdTables.nodes(view.tree(), "stray").forEach(node -> strays.add(row(node, 0)));
    }

    private Row row(Map<?, ?> node, int depth) {
        int id = node.get("id") instanceof Integer number ? number : 0;
        OsdSpace space = space(id);
        Osd osd = map.osds().get(id);
        DaemonState daemon = osd != null && osd.up() ? daemons.get(OsdId.daemon(id)) : null;
        double utilization = 100 * space.ratio();
        double average = 100 * total.ratio();
        return new Row(node, osd, depth, space, utilization, average == 0 ? 1 : utilization / average,
                daemon == null ? 0 : daemon.facts().groups().size());
    }

    /** The space of a storage daemon that is in, or of all of them in a bucket. */
    private OsdSpace space(int id) {
        OsdSpace known = spaces.get(id);
        if (known != null) {
            return known;
        }
        OsdSpace made = id < 0
                ? OsdSpace.sum(children.getOrDefault(id, List.of()).stream().map(this::space).toList())
                : reported(id);
        spaces.put(id, made);
        return made;
    }

    private OsdSpace reported(int id) {
        Osd osd = map.osds().get(id);
        DaemonState daemon = osd != null && osd.in() ? daemons.get(OsdId.daemon(id)) : null;
        return daemon == null ? OsdSpace.NONE : OsdSpace.of(daemon).orElse(OsdSpace.NONE);
    }

    Map<String, Object> data() {
        List<Row> counted = Stream.concat(rows.stream(), strays.stream()).filter(row -> row.share() > 0).toList();
        return Data.map("nodes", rows.stream().map(OsdUsage::node).toList(), "stray",
                strays.stream().map(OsdUsage::node).toList(), "summary",
                Data.map("total_kb", total.total().kib(), "total_kb_used", total.used().kib(), "total_kb_avail",
                        total.available().kib(), "average_utilization", 100 * total.ratio(), "min_var",
                        counted.stream().mapToDouble(Row::relative).min().orElse(0), "max_var",
                        counted.stream().mapToDouble(Row::relative).max().orElse(0), "dev", deviation(counted)));
    }

    private double deviation(List<Row> counted) {
        double average = 100 * total.ratio();
        double sum = 0;
        double shares = 0;
        for (Row row : counted) {
            double off = row.utilization() - average;
            sum += row.share() * off * off;
            shares += row.share();
        }
        return shares == 0 ? 0 : Math.sqrt(sum / shares);
    }

    private static Map<String, Object> node(Row row) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (String key : List.of("id", "device_class", "name", "type", "type_id", "crush_weight", "depth",
                "pool_weights")) {
            Object value = row.node().get(key);
            if (value != null) {
                out.put(key, value);
            }
        }
        out.put("reweight", row.isBucket() ? -1.0 : row.share());
        out.put("kb", row.space().total().kib());
        out.put("kb_used", row.space().used().kib());
        out.put("kb_avail", row.space().available().kib());
        out.put("utilization", row.utilization());
        out.put("var", row.relative());
        out.put("pgs", row.groups());
        if (row.node().get("children") instanceof List<?> below) {
            out.put("children", below);
        } else {
            out.put("status", String.valueOf(row.node().get("status")));
        }
        return out;
    }

    Table table(boolean tree) {
        Table table = new Table(">ID", "CLASS", ">WEIGHT", ">REWEIGHT", ">SIZE", ">RAW USE", ">AVAIL", ">%USE", ">VAR",
                ">PGS", "STATUS", tree ? "TYPE NAME" : "NAME");
        rows.forEach(row -> table.row(cells(row, tree)));
        strays.forEach(row -> table.row(cells(row, tree)));
        table.row("", "", "", "TOTAL", text(total.total().value()), text(total.used().value()),
                text(total.available().value()), percent(100 * total.ratio()), "", "", "", "");
        return table;
    }

    private Object[] cells(Row row, boolean tree) {
        Object id = OsdTables.id(row.node());
        Object deviceClass = row.node().get("device_class");
        Object weight = row.isBucket() && id instanceof Integer bucket
                ? weights.getOrDefault(bucket, 0L) / (double) Crush.TIB
                : Objects.requireNonNull(row.node().get("crush_weight"), "a device's weight");
        String name = (row.isBucket() ? row.node().get("type") + " " : "") + row.node().get("name");
        return new Object[]{id, deviceClass == null ? "" : deviceClass, weight, row.isBucket() ? "-" : row.share(),
                text(row.space().total().value()), text(row.space().used().value()),
                text(row.space().available().value()), percent(row.utilization()), percent(row.relative()),
                row.isBucket() ? "-" : row.groups(), row.isBucket() ? "" : String.valueOf(row.node().get("status")),
                tree ? "    ".repeat(row.depth()) + name : name};
    }

    private static String text(long bytes) {
        return Sizes.text(bytes);
    }

    private static String percent(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
