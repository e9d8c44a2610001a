package io.reeve.modules.prometheus;

import io.reeve.api.metrics.MetricLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of metrics and labels that are made of the paths and labels of performance counters. */
final class CounterNames {
    private static final Pattern SEPARATOR = Pattern.compile("[./\\s]|::");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_:]");
    private static final Pattern ILLEGAL_IN_LABEL = Pattern.compile("[^a-zA-Z0-9_]");
    /** The labels whose meaning daemons must not change. */
    private static final Set<String> OURS = Set.of("ceph_daemon", "instance_id", Families.INSTANCE, "job", "le");
    private static final String PREFIX = "ceph_";
    private static final String FOREIGN = "exported_";

    private CounterNames() {}

    /** The name of a metric as Ceph makes it of a path: {@code osd.op_w} is {@code ceph_osd_op_w}. */
    static String metric(String path) {
        String name = SEPARATOR.matcher(path).replaceAll("_").replace("+", "_plus");
        name = name.endsWith("-")
                ? name.substring(0, name.length() - 1).replace('-', '_') + "_minus"
                : name.replace('-', '_');
        return PREFIX + ILLEGAL.matcher(name).replaceAll("_");
    }

    /** The labels of a counter, sorted, as names and values in turn. Of two whose names become the same, one is left. */
    static String[] labels(Map<String, String> declared) {
        if (declared.isEmpty()) {
            return new String[0];
        }
        Set<String> taken = new TreeSet<>();
        List<String> out = new ArrayList<>();
        new TreeMap<>(declared).forEach((name, value) -> {
            String label = label(name);
            if (taken.add(label)) {
                out.add(label);
                out.add(value);
            }
        });
        return out.toArray(String[]::new);
    }

    private static String label(String name) {
        String label = ILLEGAL_IN_LABEL.matcher(name).replaceAll("_");
        return OURS.contains(label) || !MetricLabels.isName(label) ? FOREIGN + label : label;
    }
}
