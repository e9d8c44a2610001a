package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/** The words of a line of the interactive shell, with quotes and backslashes as in a POSIX shell, and nothing else of one. */
final class ShellWords {
    /** What a backslash escapes between double quotes. */
    private static final String ESCAPED = "\"\\$`\n";

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private char quote;

    private ShellWords() {}

    /** The words. An open quote ends with the line. */
    static List<String> of(String line) {
        ShellWords split = new ShellWords();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (i + 1 < line.length() && split.escapes(c, line.charAt(i + 1))) {
                i++;
                if (line.charAt(i) != '\n') { // an escaped end of line joins two lines
                    split.append(line.charAt(i));
                }
            } else {
                split.take(c);
            }
        }
        split.end();
        return split.words;
    }

    private boolean escapes(char c, char next) {
        return c == '\\' && (quote == 0 || (quote == '"' && ESCAPED.indexOf(next) >= 0));
    }

    private void take(char c) {
        if (quote == 0 && Character.isWhitespace(c)) {
            end();
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            begun = true;
        } else if (quote != 0 && c == quote) {
            quote = 0;
        } else {
            append(c);
        }
    }

    private void append(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
