package io.reeve.report.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;

/** Untrusted text, made safe for a log line: printable ASCII of limited length. */
public final class WireText {
    private WireText() {}

    /** Whether a text can be a name: it has no control, format or line-breaking characters. */
    public static boolean isName(String text) {
        return text.codePoints().noneMatch(WireText::isInvisible);
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    public static String printable(byte[] bytes, int limit) {
        return printable(new String(Arrays.copyOf(bytes, Math.min(bytes.length, limit + 1)), ISO_8859_1), limit);
    }

    public static String printable(String text, int limit) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), limit); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c >= 0x7f ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
        return text.length() > limit ? out.append("...").toString() : out.toString();
    }
}
