package io.reeve.modulehost.catalog;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of versions in Maven's interval notation: {@code [0.1,0.2)}, {@code [0.1,)}, {@code (,0.2]}, {@code [0.1]}. The
 * parts of a version are numbers; a missing part counts as 0.
 */
record VersionRange(String text, @Nullable String low, boolean lowIncluded, @Nullable String high,
        boolean highIncluded) {
    private static final String VERSION = "[0-9]{1,9}(?:\\.[0-9]{1,9}){0,9}";
    private static final Pattern INTERVAL = Pattern
            .compile("([\\[(])\\s*(" + VERSION + ")?\\s*(?:(,)\\s*(" + VERSION + ")?\\s*)?([])])");

    /**
     * Parses a range.
     *
     * @throws IllegalArgumentException with the reason, if it is malformed or empty
     */
    static VersionRange parse(String text) {
        Matcher m = INTERVAL.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an interval such as [0.1,0.2)");
        }
        String low = m.group(2);
        boolean single = m.group(3) == null;
        String high = single ? low : m.group(4);
        boolean lowIncluded = m.group(1).equals("[");
        boolean highIncluded = m.group(5).equals("]");
        if (single && (low == null || !lowIncluded || !highIncluded)) {
            throw new IllegalArgumentException("'" + text + "' is not an interval such as [0.1,0.2) or [0.1]");
        }
        if (low != null && high != null && compare(low, high) > 0) {
            throw new IllegalArgumentException("'" + text + "' is empty: " + low + " is above " + high);
        }
        return new VersionRange(text.strip(), low, lowIncluded, high, highIncluded);
    }

    boolean contains(String version) {
        int fromLow = low == null ? 1 : compare(version, low);
        int fromHigh = high == null ? -1 : compare(version, high);
        return (lowIncluded ? fromLow >= 0 : fromLow > 0) && (highIncluded ? fromHigh <= 0 : fromHigh < 0);
    }

    private static int compare(String a, String b) {
        int[] left = parts(a);
        int[] right = parts(b);
        int n = Math.max(left.length, right.length);
        return Arrays.compare(Arrays.copyOf(left, n), Arrays.copyOf(right, n));
    }

    private static int[] parts(String version) {
        return Pattern.compile("\\.").splitAsStream(version).mapToInt(Integer::parseInt).toArray();
    }
}
