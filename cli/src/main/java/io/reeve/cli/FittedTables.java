package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables in a text, made as narrow as a terminal: the widest columns give way, and their cells go on in the next line.
 * Nothing is left out. A table begins with a line of titles in capitals and ends before an empty line; its columns are
 * parted by two blanks or more.
 */
final class FittedTables {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;

    private FittedTables() {}

    /** A column: from its first character to the one after its last, and how wide it is to be. */
    private record Column(int from, int to, int width) {
        int present() {
            return to - from;
        }

        Column narrowed(int to) {
            return new Column(from, this.to, to);
        }
    }

    static boolean hasTable(String text) {
        return text.lines().anyMatch(FittedTables::isTitles);
    }

    /** The text with its tables at most that wide, as far as that can be. */
    static String of(String text, int width) {
        StringBuilder out = new StringBuilder();
        List<String> table = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (isTitles(line) || line.isBlank()) {
                fit(table, width, out);
            }
            if (isTitles(line) || (!table.isEmpty() && !line.isBlank())) {
                table.add(line);
            } else {
                out.append(line).append('\n');
            }
        }
        fit(table, width, out);
        return out.substring(0, out.length() - 1);
    }

    /** Whether a line has at least two titles. */
    private static boolean isTitles(String line) {
        String all = line.strip();
        boolean letters = false;
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            letters |= c >= 'A' && c <= 'Z';
            if ((c < 'A' || c > 'Z') && " %_-()/".indexOf(c) < 0) {
                return false;
            }
        }
        return letters && all.contains("  ");
    }

    /** Appends a table, and empties the list. */
    private static void fit(List<String> table, int width, StringBuilder out) {
        int longest = table.stream().mapToInt(String::length).max().orElse(0);
        List<Column> columns = longest > width ? narrowed(columns(table, longest), width) : List.of();
        for (String line : table) {
            if (columns.isEmpty()) {
                out.append(line).append('\n');
            } else {
                row(line, columns, out);
            }
        }
        table.clear();
    }

    private static List<Column> columns(List<String> table, int longest) {
        List<Column> columns = new ArrayList<>();
        int from = -1;
        int blanks = GAP;
        for (int i = 0; i <= longest; i++) {
            boolean blank = isBlank(table, i);
            blanks = blank ? blanks + 1 : 0;
            if (!blank && from < 0) {
                from = i;
            } else if (from >= 0 && (blanks == GAP || i == longest)) {
                int to = i + 1 - blanks;
                columns.add(new Column(from, Math.min(to, longest), Math.min(to, longest) - from));
                from = -1;
            }
        }
        return columns;
    }

    private static boolean isBlank(List<String> table, int at) {
        for (String line : table) {
            if (at < line.length() && line.charAt(at) != ' ') {
                return false;
            }
        }
        return true;
    }

    /** The columns with widths that fit; empty if there are none. */
    private static List<Column> narrowed(List<Column> columns, int width) {
        List<Column> now = new ArrayList<>(columns);
        int total = columns.stream().mapToInt(Column::width).sum() + GAP * (columns.size() - 1);
        for (; total > width; total--) {
            int widest = 0;
            for (int i = 1; i < now.size(); i++) {
                widest = now.get(i).width() > now.get(widest).width() ? i : widest;
            }
            if (now.isEmpty() || now.get(widest).width() <= NARROWEST) {
                return List.of();
            }
            now.set(widest, now.get(widest).narrowed(now.get(widest).width() - 1));
        }
        return now;
    }

    /** Appends the lines that a row takes. */
    private static void row(String line, List<Column> columns, StringBuilder out) {
        List<String> rest = new ArrayList<>();
        for (Column column : columns) {
            String cell = line.substring(Math.min(column.from(), line.length()), Math.min(column.to(), line.length()));
            rest.add(column.width() == column.present() || cell.stripTrailing().length() <= column.width()
                    ? cell
                    : cell.strip());
        }
        do {
            StringBuilder next = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                int width = columns.get(i).width();
                int end = end(rest.get(i), width);
                String piece = rest.get(i).substring(0, end).stripTrailing();
                next.append(piece).append(" ".repeat(width - piece.length() + GAP));
                rest.set(i, rest.get(i).substring(end).stripLeading());
            }
            out.append(next.toString().stripTrailing()).append('\n');
        } while (rest.stream().anyMatch(cell -> !cell.isBlank()));
    }

    /** Where a cell is broken: after the last blank or comma that fits, else where it must be. */
    private static int end(String cell, int width) {
        if (cell.length() <= width) {
            return cell.length();
        }
        for (int i = width; i > width / 2; i--) {
            if (cell.charAt(i) == ' ' || cell.charAt(i - 1) == ',' || cell.charAt(i - 1) == ' ') {
                return i;
            }
        }
        return Character.isLowSurrogate(cell.charAt(width)) && width > 1 ? width - 1 : width;
    }
}
