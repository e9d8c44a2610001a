package io.reeve.daemon.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 64KiB}, {@code 2MiB}, {@code 1GiB}. */
public final class ByteSizes {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(KiB|MiB|GiB)");
    private static final int KIB = 10;
    private static final int MIB = 20;
    private static final int GIB = 30;

    private ByteSizes() {}

    /** Reads a number with a unit; says what is wrong otherwise. */
    static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number with a unit (KiB, MiB, GiB)");
        }
        long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
        if (bytes == 0) {
            throw new IllegalArgumentException("not more than nothing");
        }
        return bytes;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> KIB;
            case "MiB" -> MIB;
            case String _ -> GIB;
        };
    }

    /** The shortest form that {@link #parse} reads back. */
    static String format(long bytes) {
        if (bytes % (1L << GIB) == 0) {
            return (bytes >> GIB) + "GiB";
        }
        return bytes % (1L << MIB) == 0 ? (bytes >> MIB) + "MiB" : (bytes >> KIB) + "KiB";
    }
}
