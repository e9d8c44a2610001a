package io.reeve.daemon.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 200ms}, {@code 6s}, {@code 2min}, {@code 1h}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|m|h)");

    private Durations() {}

    /**
     * Reads a number with a unit.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number with a unit (ms, s, min, h)");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            case String minutes -> Duration.ofMinutes(number);
        };
    }

    /** The shortest form that {@link #parse} reads back. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        return millis % 60_000 == 0 ? millis / 60_000 + "min" : millis / 1000 + "s";
    }
}
