package io.reeve.store;

import java.util.Locale;

/**
 * The form of numbers in the names of nodes: at least ten digits, 0 to 9. Version 0.1 wrote the digits of its default locale, so
 * that there are nodes whose names have other ones, such as Arabic; they are read, and renamed by the next active.
 */
public final class NodeNumber {
    private NodeNumber() {}

    /** A number as part of a name. */
    public static String text(long number) {
        return String.format(Locale.ROOT, "%010d", number);
    }

    /** The name with the digits 0 to 9 in place of any others. */
    public static String normal(String name) {
        return name.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether a name has no other digits than 0 to 9. */
    public static boolean isNormal(String name) {
        return name.equals(normal(name));
    }
}
