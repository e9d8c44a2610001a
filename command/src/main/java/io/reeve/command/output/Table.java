package io.reeve.command.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of text in aligned columns, as format plain shows them. */
public final class Table {
    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** @param titles of the columns; {@code >} before one aligns it at its right, as is usual for numbers */
    public Table(String... titles) {
        for (String title : titles) {
            boolean right = title.startsWith(">");
            column(right ? title.substring(1) : title, right);
        }
    }

    /** Adds a column. */
    void column(String title, boolean right) {
        HorizontalAlign align = right ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
        columns.add(new Column().header(title).headerAlign(align).dataAlign(align).maxWidth(Integer.MAX_VALUE));
    }

    /** Adds a row; a Double is shown with five digits after the point. */
    public void row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::cell).toArray(String[]::new));
    }

    private static String cell(@Nullable Object value) {
        String text = value instanceof Double d ? String.format(Locale.ROOT, "%.5f", d) : String.valueOf(value);
        return onOneLine(text);
    }

    /** A line feed would break the table, an escape sequence the terminal. */
    static String onOneLine(String text) {
        return text.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        String table = AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .lineSeparator("\n")
                .data(columns.toArray(Column[]::new), rows.toArray(String[][]::new))
                .asString();
        // Without the blank that stands left of each line, and without blanks at its end.
        return table.lines()
                .map(l -> l.isEmpty() ? l : l.substring(1).stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
