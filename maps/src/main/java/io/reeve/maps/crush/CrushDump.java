package io.reeve.maps.crush;

import io.reeve.api.command.Data;
import io.reeve.cluster.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The form of a crush hierarchy in {@code osd crush dump}: Ceph's keys, without the trees by device class. */
public final class CrushDump {
    private static final Shape DEVICE = Shape.of("id", "name");
    private static final Shape CLASSED = Shape.of("id", "name", "class");
    private static final Shape BUCKET = Shape.of("id", "name", "type_id", "type_name", "weight", "alg", "hash",
            "items");
    private static final Shape ITEM = Shape.of("id", "weight", "pos");

    private CrushDump() {}

    /** The hierarchy as an immutable object. */
    public static Map<String, Object> of(Crush crush) {
        List<Object> devices = new ArrayList<>(crush.devices().size());
        crush.devices()
                .values()
                .forEach(d -> devices.add(d.deviceClass().isEmpty()
                        ? DEVICE.row(d.id(), "osd." + d.id())
                        : CLASSED.row(d.id(), "osd." + d.id(), d.deviceClass())));
        return Data.map("devices", List.copyOf(devices), "types", types(), "buckets", buckets(crush), "rules",
                crush.rules().values().stream().map(rule -> rule(crush, rule)).toList(), "tunables", tunables(),
                "choose_args", Map.of());
    }

    private static List<Map<String, Object>> types() {
        return Arrays.stream(CrushType.values())
                .map(t -> Data.map("type_id", t.number(), "name", t.wireName()))
                .toList();
    }

    private static List<Object> buckets(Crush crush) {
        Map<Integer, List<Integer>> children = crush.children();
        Map<Integer, Long> weights = crush.weights();
        List<Object> buckets = new ArrayList<>();
        for (int id : crush.buckets().keySet().stream().sorted((a, b) -> Integer.compare(b, a)).toList()) {
            Crush.Bucket bucket = crush.buckets().get(id);
            if (bucket != null) {
                List<Object> items = new ArrayList<>();
                for (int child : children.getOrDefault(id, List.of())) {
                    items.add(ITEM.row(child, weights.getOrDefault(child, 0L), items.size()));
                }
                buckets.add(BUCKET.row(id, bucket.name(), bucket.type(), bucket.level().wireName(),
                        weights.getOrDefault(id, 0L), "straw2", "rjenkins1", List.copyOf(items)));
            }
        }
        return List.copyOf(buckets);
    }

    /** A rule in {@code osd crush rule dump}. Its item is the bucket itself, also where Ceph has one for each class of it. */
    public static Map<String, Object> rule(Crush crush, CrushRule rule) {
        boolean leaf = rule.apartBy() == CrushType.OSD;
        return Data.map("rule_id", rule.id(), "rule_name", rule.name(), "ruleset", rule.id(), "type", 1, "min_size", 1,
                "max_size", 10, "steps",
                List.of(Data.map("op", "take", "item", rule.root(), "item_name", rule.take(crush)),
                        Data.map("op", leaf ? "choose_firstn" : "chooseleaf_firstn", "num", 0, "type",
                                rule.apartBy().wireName()),
                        Data.map("op", "emit")));
    }

    /** Ceph's profile jewel, which its clients have understood since 2016. */
    private static Map<String, Object> tunables() {
        return Data.map("choose_local_tries", 0, "choose_local_fallback_tries", 0, "choose_total_tries", 50,
                "chooseleaf_descend_once", 1, "chooseleaf_vary_r", 1, "chooseleaf_stable", 1, "straw_calc_version", 1,
                "allowed_bucket_algs", 54, "profile", "jewel", "optimal_tunables", 1, "legacy_tunables", 0,
                "minimum_required_version", "jewel", "require_feature_tunables", 1, "require_feature_tunables2", 1,
                "has_v2_rules", 0, "require_feature_tunables3", 1, "has_v3_rules", 0, "has_v4_buckets", 1,
                "require_feature_tunables5", 1, "has_v5_rules", 0);
    }
}
