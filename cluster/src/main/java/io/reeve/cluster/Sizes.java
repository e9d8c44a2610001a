package io.reeve.cluster;

import java.util.Locale;

/** Sizes as people read them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Sizes() {}

    /** {@code 1.5 GiB}. */
    public static String text(long bytes) {
        return text((double) bytes);
    }

    /** {@code 1.5 GiB}. */
    public static String text(double bytes) {
        int unit = 0;
        double left = bytes;
        while (left >= 1024 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return unit == 0
                ? (long) bytes + " B"
                : String.format(Locale.ROOT, left < 10 ? "%.1f %s" : "%.0f %s", left, UNITS[unit]);
    }
}
