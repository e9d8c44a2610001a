package io.reeve.cluster;

import java.time.Duration;

/** Ages as people read them. */
public final class Ages {
    private Ages() {}

    /** The age in one unit: {@code 90s}, {@code 5m}, {@code 26h}, {@code 3d}; a negative one is {@code 0s}. */
    public static String text(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        return seconds < 7200 ? seconds / 60 + "m" : seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
