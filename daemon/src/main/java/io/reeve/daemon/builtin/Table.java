package io.reeve.daemon.builtin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of text in aligned columns, as format plain shows them; columns of numbers are aligned at their right. */
final class Table {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns their titles; {@code >} before one aligns it at its right */
    Table(String... columns) {
        head = List.of(columns);
    }

    void row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(c -> c instanceof Double d ? String.format(Locale.ROOT, "%.5f", d) : String.valueOf(c))
                .toList());
    }

    @Override
    public String toString() {
        List<String> titles = head.stream().map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
        int[] widths = titles.stream().mapToInt(String::length).toArray();
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>(List.of(line(titles, widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return String.join("\n", lines);
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blank = " ".repeat(widths[i] - cells.get(i).length());
            out.append(i == 0 ? "" : "  ")
                    .append(head.get(i).startsWith(">") ? blank + cells.get(i) : cells.get(i) + blank);
        }
        return out.toString().stripTrailing();
    }

    /** {@code 1.5 GiB}. */
    static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** {@code 1.5 GiB}. */
    static String bytes(double bytes) {
        int unit = 0;
        double left = bytes;
        while (left >= 1024 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return unit == 0
                ? (long) bytes + " B"
                : String.format(Locale.ROOT, left < 10 ? "%.1f %s" : "%.0f %s", left, UNITS[unit]);
    }
}
