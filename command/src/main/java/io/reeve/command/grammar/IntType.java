package io.reeve.command.grammar;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CephInt: a 64-bit integer in the notation of Python ({@code 16}, {@code 0x10}, {@code 1_000}), optionally within a range. */
record IntType(@Nullable Long min, @Nullable Long max) implements ArgType {
    private static final Pattern NUMBER = Pattern
            .compile("([+-]?)(?:(0[xob])_?)?([0-9a-f]+(?:_[0-9a-f]+)*)", Pattern.CASE_INSENSITIVE);
    private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Override
    public String typeName() {
        return "CephInt";
    }

    @Override
    public String description() {
        return min == null ? "<int>" : "<int[" + min + "-" + (max == null ? "" : max) + "]>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        return inRange(wholeNumber(text.strip()));
    }

    @Override
    public Object check(Object json) throws BadValueException {
        return switch (json) {
            case Integer i -> inRange(BigInteger.valueOf(i));
            case Long l -> inRange(BigInteger.valueOf(l));
            case BigInteger b -> inRange(b);
            case String s -> throw new BadValueException("\"" + s + "\" is text, not a whole number");
            default -> throw new BadValueException(json + " is not a whole number");
        };
    }

    /** Parses an integer as Python's {@code int(text, 0)} does. */
    static BigInteger wholeNumber(String text) throws BadValueException {
        Matcher m = NUMBER.matcher(text);
        String no = text + " is not a whole number";
        if (text.length() > 100 || !m.matches()) {
            throw new BadValueException(no);
        }
        String digits = m.group(3).replace("_", "");
        String base = m.group(2) == null ? "" : m.group(2).toLowerCase(Locale.ROOT);
        int radix = switch (base) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 10;
        };
        if (radix == 10 && digits.matches("0+[1-9].*")) {
            throw new BadValueException(no + " (write 0o17 for octal numbers, and no leading zeros)");
        }
        try {
            return new BigInteger(m.group(1) + digits, radix);
        } catch (NumberFormatException e) {
            throw new BadValueException(no);
        }
    }

    private Long inRange(BigInteger value) throws BadValueException {
        if (value.compareTo(LOWEST) < 0 || value.compareTo(HIGHEST) > 0) {
            throw new BadValueException(value + " not in range [" + LOWEST + ", " + HIGHEST + "]");
        }
        long v = value.longValueExact();
        if ((min != null && v < min) || (max != null && v > max)) {
            throw BadValueException.outOfRange(v + " not in range [" + min + ", " + (max == null ? "..." : max) + "]");
        }
        return v;
    }
}
