package io.reeve.api.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a sample. Immutable, and encoded once: a source that writes many samples with the same labels keeps them.
 * Values may be any text, also text that is no UTF-16: what the formats cannot hold is written as U+FFFD.
 */
public final class MetricLabels {
    /** No labels. */
    public static final MetricLabels NONE = new MetricLabels();
    private static final char REPLACEMENT = '\uFFFD';

    private final String[] namesAndValues;
    private final byte[] encoded;

    private MetricLabels(String... namesAndValues) {
        this.namesAndValues = namesAndValues;
        StringBuilder out = new StringBuilder(32);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(namesAndValues[i]).append("=\"");
            escape(namesAndValues[i + 1], out);
            out.append('"');
        }
        this.encoded = out.append(namesAndValues.length == 0 ? "" : "}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Creates labels.
     *
     * @param namesAndValues name, value, name, value …; a label without a value ({@code ""}) is as if it were not there
     * @throws IllegalArgumentException if a name is not {@code [a-zA-Z_][a-zA-Z0-9_]*}, begins with two underscores or comes
     *                                  twice, or if the last value is missing
     */
    public static MetricLabels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("label '" + namesAndValues[namesAndValues.length - 1]
                    + "' has no value: give names and values in turn");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!isName(namesAndValues[i]) || !seen.add(namesAndValues[i])) {
                throw new IllegalArgumentException("'" + namesAndValues[i]
                        + "' is not a label's name, or comes twice; a name has"
                        + " letters, digits and underscores, begins with no digit and not with two underscores");
            }
        }
        return new MetricLabels(namesAndValues.clone());
    }

    /** These labels and further ones: see {@link #of}. */
    public MetricLabels with(String... more) {
        String[] all = Arrays.copyOf(namesAndValues, namesAndValues.length + more.length);
        System.arraycopy(more, 0, all, namesAndValues.length, more.length);
        return of(all);
    }

    /** Whether a text can be the name of a label. */
    public static boolean isName(String name) {
        return !name.isEmpty() && !name.startsWith("__") && !isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c == '_' || isDigit(c) || isLetter(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Writes them as in the text formats, <code>{a="b",c="d"}</code>; nothing if there are none. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(encoded);
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> {
                    if (Character.isHighSurrogate(c) && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        out.append(c).append(value.charAt(++i));
                    } else {
                        out.append(Character.isSurrogate(c) || (c < ' ' && c != '\t') ? REPLACEMENT : c);
                    }
                }
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MetricLabels labels && Arrays.equals(namesAndValues, labels.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    @Override
    public String toString() {
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
