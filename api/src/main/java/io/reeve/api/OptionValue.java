package io.reeve.api;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a module option, with conversions. A value was checked when it was stored, so the conversion for the
 * option's type does not fail. Any other may throw {@link IllegalArgumentException}.
 */
public final class OptionValue {
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "0");
    private static final Pattern WHOLE = Pattern
            .compile("(?<sign>[+-]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|(?<decimal>[0-9]+)\\s*(?<suffix>[KMGTkmgt]?))");
    /** A decimal number. Java's own reader also takes {@code 0x1p3}, {@code 5d} and {@code 5f}. */
    private static final Pattern DECIMAL = Pattern
            .compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|[^:\\s]+):(?<port>[0-9]{1,5})");
    private static final Map<String, Double> SECONDS = Map.of("ms", 0.001, "s", 1.0, "min", 60.0, "m", 60.0, "h",
            3600.0, "d", 86400.0);

    private final String name;
    private final @Nullable String text;

    private OptionValue(String name, @Nullable String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * The value of option {@code name}.
     *
     * @param text null if no value is set and there is no default
     */
    public static OptionValue of(String name, @Nullable String text) {
        return new OptionValue(name, text);
    }

    /** Whether there is a value at all. */
    public boolean isSet() {
        return text != null;
    }

    /**
     * The value as text.
     *
     * @throws IllegalStateException if there is none
     */
    public String asString() {
        if (text == null) {
            throw new IllegalStateException("option '" + name + "' has no value and no default: test isSet() first");
        }
        return text;
    }

    /** The value as text, or {@code other} if there is none. */
    public String orElse(String other) {
        return text == null ? other : text;
    }

    /**
     * The value as a whole number: decimal or {@code 0x} hexadecimal, or a size with a suffix K, M, G, T (powers of
     * 1024).
     */
    public long asLong() {
        Matcher whole = WHOLE.matcher(asString().strip());
        if (!whole.matches()) {
            throw wrong("a whole number, such as 10, 0x1f or 64K", null);
        }
        String sign = whole.group("sign");
        String hex = whole.group("hex");
        try {
            return hex != null
                    ? Long.parseLong(sign + hex, 16)
                    : Math.multiplyExact(Long.parseLong(sign + whole.group("decimal")), factor(whole.group("suffix")));
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong("a whole number of 64 bits, such as 10, 0x1f or 64K", e);
        }
    }

    /** The power of 1024 for which K, M, G or T stands; 1 for no suffix. */
    private static long factor(String suffix) {
        return suffix.isEmpty() ? 1 : 1L << (10 * ("KMGT".indexOf(suffix.toUpperCase(Locale.ROOT)) + 1));
    }

    /** The value as a finite number. */
    public double asDouble() {
        String decimal = asString().strip();
        if (!DECIMAL.matcher(decimal).matches()) {
            throw wrong("a number, such as 0.5", null);
        }
        double d = Double.parseDouble(decimal);
        if (!Double.isFinite(d)) {
            throw wrong("a finite number, such as 0.5", null);
        }
        return d;
    }

    /** The value as yes or no: one of {@code true yes on 1 false no off 0}. */
    public boolean asBoolean() {
        String t = asString().strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(t)) {
            return true;
        }
        if (FALSE.contains(t)) {
            return false;
        }
        throw wrong("one of true, false, yes, no, on, off, 1, 0", null);
    }

    /** The value as a duration: seconds as a number, or a number with a suffix {@code ms s min h d}. */
    public Duration asDuration() {
        String t = asString().strip();
        int end = t.length();
        while (end > 0 && Character.isLetter(t.charAt(end - 1))) {
            end--;
        }
        String unit = t.substring(end).toLowerCase(Locale.ROOT);
        Double seconds = unit.isEmpty() ? Double.valueOf(1) : SECONDS.get(unit);
        String decimal = t.substring(0, end).strip();
        double value = DECIMAL.matcher(decimal).matches() ? Double.parseDouble(decimal) : Double.NaN;
        if (seconds == null || !Double.isFinite(value) || Math.abs(value * seconds) > 1e12) {
            throw wrong("a duration, such as 5, 200ms, 2min or 1d", null);
        }
        return Duration.ofMillis(Math.round(value * seconds * 1000));
    }

    /**
     * Checks the value against an option.
     *
     * @throws IllegalArgumentException if the option does not allow it
     */
    void check(ModuleOption option) {
        if (!option.enumAllowed().isEmpty() && !option.enumAllowed().contains(asString())) {
            throw wrong("one of " + String.join(", ", option.enumAllowed()), null);
        }
        switch (option.type()) {
            case STR -> {
            }
            case INT -> bound(option, OptionValue::asLong);
            case UINT, SIZE -> {
                if (asLong() < 0) {
                    throw wrong("a whole number that is not negative", null);
                }
                bound(option, OptionValue::asLong);
            }
            case FLOAT -> bound(option, OptionValue::asDouble);
            case BOOL -> {
                boolean _ = asBoolean();
            }
            case SECS -> {
                if (option.min() == null && asDuration().isNegative()) {
                    throw wrong("a duration that is not negative", null);
                }
                bound(option, OptionValue::asDuration);
            }
            case ADDR -> checkAddress();
            case UUID -> checkUuid();
        }
    }

    private void checkAddress() {
        Matcher address = ADDRESS.matcher(asString());
        if (!address.matches() || Integer.parseInt(address.group("port")) > 65_535) {
            throw wrong("an address HOST:PORT", null);
        }
    }

    private void checkUuid() {
        if (!UUID_FORM.matcher(asString()).matches()) {
            throw wrong("a UUID", null);
        }
    }

    private <T extends Comparable<T>> void bound(ModuleOption option, Function<OptionValue, T> conversion) {
        T value = conversion.apply(this);
        String min = option.min();
        if (min != null && value.compareTo(conversion.apply(of(name, min))) < 0) {
            throw wrong("at least " + min, null);
        }
        String max = option.max();
        if (max != null && value.compareTo(conversion.apply(of(name, max))) > 0) {
            throw wrong("at most " + max, null);
        }
    }

    private IllegalArgumentException wrong(String wanted, @Nullable Throwable cause) {
        return new IllegalArgumentException("option '" + name + "': '" + text + "' is not " + wanted, cause);
    }
}
