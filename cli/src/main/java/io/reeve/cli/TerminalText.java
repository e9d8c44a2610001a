package io.reeve.cli;

import java.io.PrintStream;

/**
 * The encoder of text that a terminal or a log of this program's messages shows: a control or format character becomes a
 * question mark, so that no answer, whoever wrote it, moves the cursor or changes the direction of writing.
 */
final class TerminalText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private TerminalText() {}

    /** The text with its line feeds and tabs. */
    static String of(String text) {
        return text.codePoints().allMatch(TerminalText::isPlain)
                ? text
                : text.replace("\r\n", "\n")
                        .codePoints()
                        .map(c -> isPlain(c) ? c : '?')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isPlain(int c) {
        if (c == '\n' || c == '\t' || c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
            return true; // Persian and emoji need the joiners
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** A stream of messages to the user that encodes each. */
    static PrintStream messages(PrintStream to) {
        return new PrintStream(to, true, to.charset()) {
            @Override
            public void println(String line) {
                super.println(of(line));
            }
        };
    }
}
