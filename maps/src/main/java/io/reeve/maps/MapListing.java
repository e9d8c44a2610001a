package io.reeve.maps;

import io.reeve.store.NodeNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nodes of one map that exist.
 *
 * <p>Names may have other digits than 0 to 9, see {@link NodeNumber}. A manager that wrote such digits read both; one that did
 * not write them did not see them, and began again behind the last change that it saw. So where both are there, the plain
 * one is the later, and one with other digits that is later than the head was overtaken.
 *
 * @param deltas the names of the deltas by epoch
 * @param wholes the names of the pieces by epoch, of whole maps that are complete
 * @param parts  the names of all pieces by epoch, of complete and incomplete whole maps
 * @param other  the names that have other digits, with the names that they are to have; an empty one for a node that was
 *               overtaken
 */
record MapListing(NavigableMap<Long, String> deltas, NavigableMap<Long, List<String>> wholes,
        NavigableMap<Long, List<String>> parts, SequencedMap<String, String> other) {
    private static final Pattern DELTA = Pattern.compile("delta-([0-9]{10,15})");
    private static final Pattern WHOLE = Pattern.compile("whole-([0-9]{10,15})-([0-9]{1,5})-([0-9]{1,5})");

    /** @param head the epoch of the last change, as far as is known */
    static MapListing of(List<String> names, long head) {
        NavigableMap<Long, String> deltas = new TreeMap<>();
        Map<Long, TreeMap<Integer, String>> found = new HashMap<>();
        Map<Long, Integer> wanted = new HashMap<>();
        TreeMap<String, String> other = new TreeMap<>();
        List<String> plain = names.stream().filter(NodeNumber::isNormal).toList();
        plain.forEach(name -> add(name, name, deltas, found, wanted));
        for (String name : names) {
            String normal = NodeNumber.normal(name);
            if (!normal.equals(name) && epoch(normal) >= 0) {
                boolean overtaken = epoch(normal) > head || plain.contains(normal) || (normal.startsWith("whole-")
                        && plain.contains("delta-" + NodeNumber.text(epoch(normal))));
                other.put(name, overtaken ? "" : normal);
                if (!overtaken) {
                    add(normal, name, deltas, found, wanted);
                }
            }
        }
        NavigableMap<Long, List<String>> wholes = new TreeMap<>();
        NavigableMap<Long, List<String>> parts = new TreeMap<>();
        found.forEach((epoch, pieces) -> {
            parts.put(epoch, new ArrayList<>(pieces.values()));
            if (pieces.size() == wanted.getOrDefault(epoch, 0)) {
                wholes.put(epoch, List.copyOf(pieces.values()));
            }
        });
        return new MapListing(deltas, wholes, parts, other);
    }

    private static void add(String normal, String name, Map<Long, String> deltas,
            Map<Long, TreeMap<Integer, String>> found, Map<Long, Integer> wanted) {
        Matcher whole = WHOLE.matcher(normal);
        if (whole.matches()) {
            long epoch = Long.parseLong(whole.group(1));
            found.computeIfAbsent(epoch, _ -> new TreeMap<>()).put(Integer.parseInt(whole.group(2)), name);
            wanted.put(epoch, Integer.parseInt(whole.group(3)));
        } else if (epoch(normal) >= 0) {
            deltas.put(epoch(normal), name);
        }
    }

    /** The epoch in a name; -1 if it is not the name of a delta or a piece. */
    private static long epoch(String normal) {
        for (Pattern pattern : List.of(DELTA, WHOLE)) {
            Matcher matcher = pattern.matcher(normal);
            if (matcher.matches()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        return -1;
    }

    /** The last epoch that has a node. */
    long last() {
        return Math.max(deltas.isEmpty() ? 0 : deltas.lastKey(), wholes.isEmpty() ? 0 : wholes.lastKey());
    }
}
