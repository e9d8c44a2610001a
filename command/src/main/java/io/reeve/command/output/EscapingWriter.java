package io.reeve.command.output;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * A writer of JSON or YAML that escapes each control or format character, so that none reaches a terminal while programs
 * read the same text. It relies on the generators: such a character stands in double quotes only. Not thread-safe.
 */
final class EscapingWriter extends FilterWriter {
    private final boolean yaml;
    private char high;

    /** @param yaml whether a character beyond the first 65,536 has an escape of its own; in JSON it is two escapes */
    EscapingWriter(Writer out, boolean yaml) {
        super(out);
        this.yaml = yaml;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int clean = from;
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            if (high == 0 && (isAscii(c) || (!Character.isHighSurrogate(c) && Printable.isPlain(c)))) {
                continue;
            }
            out.write(text, clean, i - clean);
            clean = i + 1;
            rare(c);
        }
        out.write(text, clean, from + length - clean);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        write(text.toCharArray(), from, length);
    }

    @Override
    public void write(int c) throws IOException {
        write(new char[]{(char) c}, 0, 1);
    }

    private static boolean isAscii(char c) {
        return (c >= ' ' && c < 0x7f) || c == '\n';
    }

    /** Writes a character that is no plain one, or half of a pair, or follows one. */
    private void rare(char c) throws IOException {
        if (high != 0) {
            char first = high;
            high = 0;
            if (Character.isLowSurrogate(c)) {
                code(Character.toCodePoint(first, c));
                return;
            }
            escape(first);
        }
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            code(c);
        }
    }

    private void code(int code) throws IOException {
        if (Printable.isPlain(code) || code == '\n') {
            out.write(Character.toChars(code));
        } else if (yaml && code > Character.MAX_VALUE) {
            out.write(String.format(Locale.ROOT, "\\U%08x", code));
        } else {
            for (char c : Character.toChars(code)) {
                escape(c);
            }
        }
    }

    private void escape(char c) throws IOException {
        out.write(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }

    @Override
    public void flush() throws IOException {
        // Half of a pair waits for the other half; close writes one that stays alone.
        super.flush();
    }

    @Override
    public void close() throws IOException {
        if (high != 0) {
            escape(high);
            high = 0;
        }
        super.close();
    }
}
