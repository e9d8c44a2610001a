package io.reeve.api.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of text in aligned columns, for people. Not thread-safe; the manager lays it out after the handler has returned. */
public final class Table {
    /**
     * A column.
     *
     * @param title its heading
     * @param right whether its cells are aligned at the right, as is usual for numbers
     */
    public record Column(String title, boolean right) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** @param titles the columns' headings; {@code >} before one aligns its column at the right */
    public Table(String... titles) {
        for (String title : titles) {
            boolean right = title.startsWith(">");
            columns.add(new Column(right ? title.substring(1) : title, right));
        }
    }

    /** @param columns from left to right */
    public Table(List<Column> columns) {
        this.columns.addAll(columns);
    }

    /**
     * Adds a row. A Double is shown with five digits after the point, everything else as its {@code toString()}.
     *
     * @param cells from left to right, one for each column
     * @throws IllegalArgumentException if there are more or fewer cells than columns
     */
    public void row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::cell).toList());
    }

    private static String cell(@Nullable Object value) {
        return value instanceof Double d ? String.format(Locale.ROOT, "%.5f", d) : String.valueOf(value);
    }

    /** The columns, from left to right. */
    public List<Column> columns() {
        return Collections.unmodifiableList(columns);
    }

    /** The rows, from top to bottom; each has a cell for each column. */
    public List<List<String>> rows() {
        return Collections.unmodifiableList(rows);
    }
}
