package io.reeve.command.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import java.util.stream.Collectors;

/** The layout of a {@link Text} in characters: its lines and tables, with every line and cell made printable. */
final class Layout {
    private Layout() {}

    static String of(Text text) {
        return text.parts().stream().map(part -> switch (part) {
            case Text.Part.Line(String line) -> Printable.line(line);
            case Text.Part.Rows(Table table) -> of(table);
        }).collect(Collectors.joining("\n"));
    }

    static String of(Table table) {
        String drawn = AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .lineSeparator("\n")
                .data(table.columns().stream().map(Layout::column).toArray(Column[]::new),
                        table.rows()
                                .stream()
                                .map(row -> row.stream().map(Printable::line).toArray(String[]::new))
                                .toArray(String[][]::new))
                .asString();
        // Without the leading blank of each line, and without trailing blanks.
        return drawn.lines()
                .map(l -> l.isEmpty() ? l : l.substring(1).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static Column column(Table.Column column) {
        HorizontalAlign align = column.right() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
        return new Column().header(Printable.line(column.title()))
                .headerAlign(align)
                .dataAlign(align)
                .maxWidth(Integer.MAX_VALUE);
    }
}
