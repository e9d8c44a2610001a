package io.reeve.maps.crush;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A location in the crush hierarchy: {@code root=default rack=r1 host=h1}.
 *
 * @param buckets the names by type, the lowest type first
 */
public record CrushLocation(SequencedMap<CrushType, String> buckets) {
    /** The names that crushtool accepts. */
    private static final String NAME = "[A-Za-z0-9_.-]{1,128}";

    public CrushLocation {
        buckets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(new EnumMap<>(buckets)));
    }

    /**
     * Parses words of the form {@code TYPE=NAME}.
     *
     * @throws IllegalArgumentException naming the word that is wrong
     */
    public static CrushLocation parse(List<String> words) {
        Map<CrushType, String> found = new EnumMap<>(CrushType.class);
        for (String word : words) {
            int equals = word.indexOf('=');
            CrushType type = CrushType.of(equals < 0 ? word : word.substring(0, equals))
                    .filter(t -> t != CrushType.OSD && equals > 0)
                    .orElseThrow(() -> new IllegalArgumentException("'" + word
                            + "' is not a location: write TYPE=NAME, such as host=h1, rack=r1 or root=default"));
            String name = word.substring(equals + 1);
            found.put(type, checkedName(name));
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no location given: write TYPE=NAME, such as root=default host=h1");
        }
        return new CrushLocation(new LinkedHashMap<>(found));
    }

    /**
     * A name that a bucket can have.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static String checkedName(String name) {
        if (!name.matches(NAME) || name.matches("osd\\.[0-9]+")) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot be a bucket's name: use 1 to 128 letters, digits, '_', '.' and '-', not osd.N");
        }
        return name;
    }

    /**
     * A name that a rule can have.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static String checkedRuleName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot be a rule's name: use 1 to 128 letters, digits, '_', '.' and '-'");
        }
        return name;
    }

    /** The location that a daemon reported: words separated by blanks, commas or semicolons; root and host are added. */
    public static CrushLocation reported(String text, String hostname) {
        List<String> words = text.isBlank() ? List.of() : List.of(text.strip().split("[\\s,;]+"));
        Map<CrushType, String> found = new EnumMap<>(CrushType.class);
        if (!words.isEmpty()) {
            found.putAll(parse(words).buckets());
        }
        found.putIfAbsent(CrushType.ROOT, "default");
        found.putIfAbsent(CrushType.HOST, bucketName(hostname));
        return new CrushLocation(new LinkedHashMap<>(found));
    }

    private static String bucketName(String hostname) {
        String clean = hostname.replaceAll("[^A-Za-z0-9_.-]", "_");
        return clean.isEmpty() ? "unknown" : clean.substring(0, Math.min(clean.length(), 128));
    }

    /** The location in Ceph's form: {@code {host=h1,root=default}}. */
    @Override
    public String toString() {
        return "{" + String.join(",", buckets.entrySet()
                .stream()
                .map(e -> e.getKey().wireName() + "=" + e.getValue())
                .sorted()
                .toList()) + "}";
    }
}
