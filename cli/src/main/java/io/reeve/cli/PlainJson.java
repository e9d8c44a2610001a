package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of JSON as managers write it: not deep, no fractions, no large numbers, no mistakes. Everything else is left to
 * {@link JacksonJson}, which takes longer to load than the rest of a short command: its parser initializes {@code BigDecimal}.
 */
final class PlainJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 1_000;
    /** The digits of a number that certainly fits into a long. */
    private static final int MOST_DIGITS = 18;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /** What the text is not: it is left to Jackson. */
    private static final class NotPlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlainException() {
            super("not plain", null, false, false);
        }
    }

    /** Reads one object; empty if the text is anything that this class does not know, mistakes included. */
    static Optional<Map<String, Object>> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            return Optional.empty(); // perhaps not UTF-8
        }
        PlainJson reader = new PlainJson(text);
        try {
            reader.require(reader.next() == '{');
            return Optional.of(reader.object(1));
        } catch (NotPlainException _) {
            return Optional.empty();
        }
    }

    private void require(boolean plain) {
        if (!plain) {
            throw new NotPlainException();
        }
    }

    /** Takes one character. */
    private char take() {
        require(at < text.length());
        return text.charAt(at++);
    }

    /** Takes the next character that is no white space. */
    private char next() {
        char c = take();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = take();
        }
        return c;
    }

    /** Reads the rest of an object. */
    private Map<String, Object> object(int depth) {
        require(depth <= DEEPEST);
        Map<String, Object> map = new LinkedHashMap<>();
        char c = next();
        while (c != '}') {
            require(c == '"');
            String name = string();
            require(name.length() <= LONGEST_NAME && next() == ':');
            Object value = value(next(), depth);
            if (value != null) {
                map.put(name, value);
            }
            c = next();
            require(c == '}' || c == ',');
            if (c == ',') {
                c = next();
                require(c == '"');
            }
        }
        return map;
    }

    private List<Object> list(int depth) {
        require(depth <= DEEPEST);
        List<Object> list = new ArrayList<>();
        char c = next();
        while (c != ']') {
            Object value = value(c, depth);
            require(value != null);
            list.add(value);
            c = next();
            require(c == ']' || c == ',');
            if (c == ',') {
                c = next();
                require(c != ']');
            }
        }
        return list;
    }

    /** Reads the rest of a value that begins with this character; null for JSON's null. */
    private @Nullable Object value(char first, int depth) {
        return switch (first) {
            case '"' -> string();
            case '{' -> object(depth + 1);
            case '[' -> list(depth + 1);
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number(first);
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        require(text.startsWith(word, at - 1));
        at += word.length() - 1;
        requireEnd();
        return value;
    }

    /** A word and a number end where a value may end. */
    private void requireEnd() {
        require(at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) >= 0);
    }

    private Number number(char first) {
        int start = at - 1;
        int digits = first == '-' ? at : start;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        int length = at - digits;
        require(isDigit(text.charAt(Math.min(digits, text.length() - 1))) && length <= MOST_DIGITS);
        require(text.charAt(digits) != '0' || (length == 1 && first == '0'));
        requireEnd();
        long value = Long.parseLong(text.substring(start, at));
        return value == (int) value ? (Number) (int) value : (Number) value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Reads the rest of a string. */
    private String string() {
        StringBuilder decoded = new StringBuilder();
        int from = at;
        while (true) {
            char c = take();
            if (c == '"') {
                String rest = text.substring(from, at - 1);
                return decoded.isEmpty() ? rest : decoded.append(rest).toString();
            }
            require(c >= ' ');
            if (c == '\\') {
                decoded.append(text, from, at - 1).append(escape(take()));
                from = at;
            }
        }
    }

    private char escape(char c) {
        if (c != 'u') {
            int which = ESCAPES.indexOf(c);
            require(which >= 0);
            return ESCAPED.charAt(which);
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char hex = take();
            int digit = hex < 128 ? Character.digit(hex, 16) : -1;
            require(digit >= 0);
            value = value * 16 + digit;
        }
        return (char) value;
    }
}
