package io.reeve.maps.crush;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A crush hierarchy in the text form that {@code crushtool -c} compiles (CrushCompiler.cc in Ceph). */
public final class CrushText {
    private final Crush crush;
    private final Map<Integer, List<Integer>> children;
    private final Map<Integer, Long> weights;
    private final Set<Integer> written = new HashSet<>();
    private final StringBuilder out = new StringBuilder();

    private CrushText(Crush crush) {
        this.crush = crush;
        this.children = crush.children();
        this.weights = crush.weights();
    }

    /** The text of a hierarchy. */
    public static String of(Crush crush) {
        CrushText text = new CrushText(crush);
        text.head();
        text.children.getOrDefault(0, List.of()).forEach(text::bucket);
        text.out.append("\n# rules\n");
        crush.rules().values().forEach(text::rule);
        return text.out.append("\n# end crush map\n").toString();
    }

    private void head() {
        out.append("""
                # begin crush map
                tunable choose_local_tries 0
                tunable choose_local_fallback_tries 0
                tunable choose_total_tries 50
                tunable chooseleaf_descend_once 1
                tunable chooseleaf_vary_r 1
                tunable chooseleaf_stable 1
                tunable straw_calc_version 1
                tunable allowed_bucket_algs 54

                # devices
                """);
        crush.devices()
                .values()
                .forEach(d -> out.append("device ")
                        .append(d.id())
                        .append(" osd.")
                        .append(d.id())
                        .append(d.deviceClass().isEmpty() ? "" : " class " + d.deviceClass())
                        .append('\n'));
        out.append("\n# types\n");
        for (CrushType type : CrushType.values()) {
            out.append("type ").append(type.number()).append(' ').append(type.wireName()).append('\n');
        }
        out.append("\n# buckets\n");
    }

    /** Writes a bucket, after the buckets in it. */
    private void bucket(int id) {
        Crush.Bucket bucket = crush.buckets().get(id);
        if (bucket == null || !written.add(id)) {
            return;
        }
        List<Integer> items = children.getOrDefault(id, List.of());
        items.forEach(this::bucket);
        out.append(bucket.level().wireName())
                .append(' ')
                .append(bucket.name())
                .append(" {\n\tid ")
                .append(id)
                .append("\n\t# weight ")
                .append(weight(id))
                .append("\n\talg straw2\n\thash 0\t# rjenkins1\n");
        items.forEach(item -> out.append("\titem ")
                .append(name(item))
                .append(" weight ")
                .append(weight(item))
                .append('\n'));
        out.append("}\n");
    }

    private String name(int id) {
        Crush.Bucket bucket = crush.buckets().get(id);
        return bucket == null ? "osd." + id : bucket.name();
    }

    private String weight(int id) {
        return String.format(Locale.ROOT, "%.5f", weights.getOrDefault(id, 0L) / (double) Crush.TIB);
    }

    /** Writes a rule; as a comment if it takes a class that crushtool does not know. */
    private void rule(CrushRule rule) {
        if (!rule.takesAnyOf(crush.devices().values())) {
            out.append("# rule ")
                    .append(rule.name())
                    .append(" takes class ")
                    .append(rule.deviceClass())
                    .append(", which no device has\n");
            return;
        }
        out.append(String.format(Locale.ROOT, """
                rule %s {
                	id %d
                	type replicated
                	min_size 1
                	max_size 10
                	step take %s
                	step %s firstn 0 type %s
                	step emit
                }
                """, rule.name(), rule.id(), rule.take(crush).replace("~", " class "),
                rule.apartBy() == CrushType.OSD ? "choose" : "chooseleaf", rule.apartBy().wireName()));
    }
}
