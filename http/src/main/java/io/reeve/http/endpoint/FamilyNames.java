package io.reeve.http.endpoint;

import io.reeve.api.metrics.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that the families of one scrape have taken, by the same rule for both text formats. In OpenMetrics the family of a
 * counter {@code x_total} is called {@code x}, and no two families may share a name of theirs or of a sample that they could
 * have. So the counter takes {@code x}, {@code x_total} and {@code x_created}; where one of the other two has come before, it
 * takes its own name alone, and its type is unknown in OpenMetrics. One thread.
 */
final class FamilyNames {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final String TOTAL = "_total";
    private static final String INFO = "_info";
    private static final String CREATED = "_created";

    /** The family that has taken a name, by name. */
    private final Map<String, String> families = new HashMap<>();

    /** Whether a family has taken this name. */
    boolean has(String name) {
        return families.containsKey(name);
    }

    /** Takes the names of families that are text already. */
    void takeAll(String text) {
        for (Matcher type = TYPE.matcher(text); type.find();) {
            String name = type.group(1);
            taken(type.group(2), name).forEach(one -> families.put(one, name));
        }
    }

    /** The names that a family of the process takes; the two formats write its descriptor with and without the suffix. */
    private static List<String> taken(String type, String name) {
        return switch (type) {
            case "counter" -> ofCounter(without(TOTAL, name));
            case "histogram" -> ofHistogram(name);
            case "summary" -> List.of(name, name + "_sum", name + "_count", name + CREATED);
            case "info" -> List.of(name, name + INFO);
            default -> List.of(name, without(INFO, name));
        };
    }

    /**
     * Takes the names of a family.
     *
     * @return the family's name in OpenMetrics
     * @throws IllegalArgumentException if another family has one of them
     */
    String take(String name, MetricType type) {
        return switch (type) {
            case GAUGE, UNTYPED -> take(name, List.of(name), name);
            case HISTOGRAM -> take(name, ofHistogram(name), name);
            case COUNTER -> {
                String counted = without(TOTAL, name);
                boolean alone = counted.equals(name) || counted.isEmpty() || has(counted) || has(counted + CREATED);
                yield alone ? take(name, List.of(name), name) : take(name, ofCounter(counted), counted);
            }
        };
    }

    private String take(String family, List<String> names, String open) {
        for (String name : names) {
            String before = families.get(name);
            if (before != null) {
                throw new IllegalArgumentException("metric '" + family + "' comes twice: " + (before.equals(family)
                        ? "write all its samples in one family"
                        : "'" + name + "' is of family '" + before + "' too; call one of them otherwise"
                                + (before.endsWith(TOTAL) ? ", or write '" + family + "' before it" : "")));
            }
        }
        names.forEach(name -> families.put(name, family));
        return open;
    }

    private static List<String> ofCounter(String name) {
        return List.of(name, name + TOTAL, name + CREATED);
    }

    private static List<String> ofHistogram(String name) {
        return List.of(name, name + "_bucket", name + "_sum", name + "_count", name + CREATED);
    }

    private static String without(String suffix, String name) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
