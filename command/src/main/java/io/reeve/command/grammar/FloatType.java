package io.reeve.command.grammar;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CephFloat: a floating-point number, optionally within a range. */
record FloatType(@Nullable Double min, @Nullable Double max) implements ArgType {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?");

    @Override
    public String typeName() {
        return "CephFloat";
    }

    @Override
    public String description() {
        return min == null ? "<float>" : "<float[" + min + "-" + (max == null ? "" : max) + "]>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        return inRange(number(text));
    }

    static double number(String text) throws BadValueException {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (lower.length() > 400 || !NUMBER.matcher(lower).matches()) {
                    throw new BadValueException(text + " is not a number");
                }
                yield Double.parseDouble(lower);
            }
        };
    }

    @Override
    public Object check(Object json) throws BadValueException {
        if (json instanceof Number n) {
            return inRange(n.doubleValue());
        }
        throw new BadValueException(json instanceof String
                ? "\"" + json + "\" is text, not a number"
                : json
                        + " is not a number");
    }

    private Double inRange(double value) throws BadValueException {
        boolean inside = min == null || (value >= min && (max == null || value <= max));
        if (!inside) {
            throw BadValueException
                    .outOfRange(value + " not in range [" + min + ", " + (max == null ? "..." : max) + "]");
        }
        return value;
    }
}
