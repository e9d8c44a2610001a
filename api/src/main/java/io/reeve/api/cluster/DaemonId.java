package io.reeve.api.cluster;

import java.util.Comparator;

/**
 * The identity of a daemon: its type ({@code osd}, {@code mds}, {@code mon}, {@code host}, or a service's own word) and
 * its id among the daemons of that type.
 *
 * @param type 1 to 64 characters without a dot; no control or format characters
 * @param id   1 to 256 characters; it may contain dots, but no control or format characters
 */
public record DaemonId(String type, String id) implements Comparable<DaemonId> {
    /** The order of ids: numbers first, by value, then all others. */
    public static final Comparator<String> ID_ORDER = DaemonId::compareIds;
    private static final Comparator<DaemonId> ORDER = Comparator.comparing(DaemonId::type)
            .thenComparing(DaemonId::id, ID_ORDER);

    public DaemonId {
        if (type.isEmpty() || type.length() > 64 || type.indexOf('.') >= 0 || !isPrintable(type)) {
            throw new IllegalArgumentException("'" + type
                    + "' is not a daemon type; it is 1 to 64 characters without a dot");
        }
        if (id.isEmpty() || id.length() > 256) {
            throw new IllegalArgumentException("'" + id + "' is not a daemon id; it has 1 to 256 characters");
        }
        if (!isPrintable(id)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a daemon id; it has no control, format or line-breaking characters");
        }
    }

    /** Whether no character is of these kinds. Each read of a counter asks, so that ASCII is decided without a stream. */
    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return hasOnlyPrintable(text);
            }
        }
        return true;
    }

    private static boolean hasOnlyPrintable(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        });
    }

    /** Whether there can be a daemon of this type and id. */
    public static boolean isValid(String type, String id) {
        return !type.isEmpty() && type.length() <= 64 && type.indexOf('.') < 0 && !id.isEmpty() && id.length() <= 256
                && isPrintable(type) && isPrintable(id);
    }

    /** The name in the usual form: {@code osd.0}. */
    public String name() {
        return type + "." + id;
    }

    /**
     * Parses {@code osd.0}; the type ends at the first dot.
     *
     * @throws IllegalArgumentException if the text is no name
     */
    public static DaemonId of(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("'" + name + "' is not a daemon's name; write TYPE.ID, as in osd.0");
        }
        return new DaemonId(name.substring(0, dot), name.substring(dot + 1));
    }

    private static int compareIds(String one, String two) {
        boolean number = isNumber(one);
        if (number != isNumber(two)) {
            return number ? -1 : 1;
        }
        int byValue = number ? compareNumbers(one, two) : 0;
        return byValue != 0 ? byValue : one.compareTo(two);
    }

    private static boolean isNumber(String id) {
        return id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Compares two numbers; without leading zeros, the longer one is larger. */
    private static int compareNumbers(String one, String two) {
        String first = withoutZeros(one);
        String second = withoutZeros(two);
        return first.length() != second.length()
                ? Integer.compare(first.length(), second.length())
                : first.compareTo(second);
    }

    private static String withoutZeros(String number) {
        int zeros = 0;
        while (zeros < number.length() && number.charAt(zeros) == '0') {
            zeros++;
        }
        return number.substring(zeros);
    }

    @Override
    public int compareTo(DaemonId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
