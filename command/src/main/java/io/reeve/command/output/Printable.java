package io.reeve.command.output;

/**
 * The encoder of all text that the manager shows to people. Text from daemons, modules and users cannot forge a line of a
 * log or a table, and its escape sequences do not reach a terminal.
 */
public final class Printable {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Printable() {}

    /** The text on one line: line ends become blanks, control and format characters question marks. */
    public static String line(String text) {
        return encode(text, false);
    }

    /** The text with its line feeds; other control and format characters become question marks. */
    public static String text(String text) {
        return encode(text, true);
    }

    /** The text with a question mark for each control and format character, line ends and tabs too: a value in a log line. */
    public static String value(String text) {
        return text.codePoints().allMatch(Printable::isPlain)
                ? text
                : text.codePoints()
                        .map(c -> isPlain(c) ? c : '?')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static String encode(String text, boolean keepLines) {
        if (text.codePoints().allMatch(c -> isPlain(c) || (keepLines && c == '\n'))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        String joined = keepLines ? text.replace("\r\n", "\n") : text.replaceAll("\\R", " ");
        joined.codePoints()
                .forEach(c -> out.appendCodePoint(isPlain(c) || (keepLines && c == '\n') ? c : c == '\t' ? ' ' : '?'));
        return out.toString();
    }

    /** Whether it is neither a control nor a format character, nor half of one. */
    static boolean isPlain(int c) {
        if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
            return true; // Persian and emoji need them
        }
        return switch (Character.getType(c)) {
            // C0 and C1, directions, halves of pairs, and what is no character at all
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
