package io.reeve.maps.osd;

import io.reeve.api.command.Data;
import io.reeve.cluster.Shape;
import io.reeve.maps.crush.Crush;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The form of an OSD map in {@code osd tree}: the buckets and storage daemons in depth-first order. */
public final class OsdTree {
    private static final Shape DEVICE = Shape.of("id", "name", "type", "type_id", "crush_weight", "depth",
            "pool_weights", "exists", "status", "reweight");
    private static final Shape CLASSED = Shape.of("id", "device_class", "name", "type", "type_id", "crush_weight",
            "depth", "pool_weights", "exists", "status", "reweight");

    private final OsdMap map;
    private final Filter filter;
    private final Map<Integer, List<Integer>> children;
    private final List<Object> nodes = new ArrayList<>();

    private OsdTree(OsdMap map, Filter filter) {
        this.map = map;
        this.filter = filter;
        this.children = map.crush().children();
    }

    /** The storage daemons that are shown; except for all, only buckets that hold some of them are shown. */
    public enum Filter {
        ALL, UP, DOWN, IN, OUT, DESTROYED;

        boolean shows(@Nullable Osd osd) {
            return switch (this) {
                case ALL -> true;
                case UP -> osd != null && osd.up();
                case DOWN -> osd == null || !osd.up();
                case IN -> osd != null && osd.in();
                case OUT -> osd == null || !osd.in();
                case DESTROYED -> osd != null && osd.destroyed();
            };
        }
    }

    /** The tree: {@code nodes}, and in {@code stray} the storage daemons outside the hierarchy. */
    public static Map<String, Object> of(OsdMap map, Filter filter) {
        OsdTree tree = new OsdTree(map, filter);
        tree.children.getOrDefault(0, List.of()).forEach(root -> tree.walk(root, 0));
        Set<Integer> strays = new TreeSet<>(map.osds().keySet());
        strays.removeAll(map.crush().devices().keySet());
        List<Object> stray = strays.stream()
                .filter(id -> filter.shows(map.osds().get(id)))
                .map(id -> (Object) tree.device(new Crush.Device(id, 0, 0, ""), 0))
                .toList();
        return Data.map("nodes", List.copyOf(tree.nodes), "stray", stray);
    }

    /** Adds a bucket or device and everything in it; false if nothing of it is shown. */
    private boolean walk(int id, int depth) {
        Crush.Bucket bucket = map.crush().buckets().get(id);
        if (bucket == null) {
            Crush.Device device = map.crush().devices().get(id);
            if (device == null || !filter.shows(map.osds().get(id))) {
                return false;
            }
            nodes.add(device(device, depth));
            return true;
        }
        int place = nodes.size();
        List<Integer> shown = new ArrayList<>();
        for (Integer child : children.getOrDefault(id, List.of())) {
            if (walk(child, depth + 1)) {
                shown.add(child);
            }
        }
        if (shown.isEmpty() && filter != Filter.ALL) {
            return false;
        }
        nodes.add(place, bucket(bucket, shown));
        return true;
    }

    private static Map<String, Object> bucket(Crush.Bucket bucket, List<Integer> children) {
        String type = bucket.level().wireName();
        // a root has no weights by pool in Ceph either
        return bucket.parent() == 0
                ? Data.map("id", bucket.id(), "name", bucket.name(), "type", type, "type_id", bucket.type(),
                        "children", List.copyOf(children.reversed()))
                : Data.map("id", bucket.id(), "name", bucket.name(), "type", type, "type_id", bucket.type(),
                        "pool_weights", Map.of(), "children", List.copyOf(children.reversed()));
    }

    private static String status(@Nullable Osd osd) {
        if (osd == null) {
            return "DNE";
        }
        if (osd.destroyed()) {
            return "destroyed";
        }
        return osd.up() ? "up" : "down";
    }

    private Map<String, Object> device(Crush.Device device, int depth) {
        Osd osd = map.osds().get(device.id());
        double weight = device.effectiveWeight() / (double) Crush.TIB;
        double reweight = osd == null ? 0.0 : osd.weight() / (double) Osd.IN;
        int exists = osd == null ? 0 : 1;
        return device.deviceClass().isEmpty()
                ? DEVICE.row(device.id(), "osd." + device.id(), "osd", 0, weight, depth, Map.of(), exists, status(osd),
                        reweight)
                : CLASSED.row(device.id(), device.deviceClass(), "osd." + device.id(), "osd", 0, weight, depth,
                        Map.of(), exists, status(osd), reweight);
    }
}
