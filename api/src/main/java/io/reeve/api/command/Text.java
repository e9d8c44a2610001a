package io.reeve.api.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The text of a command's result for people: lines, and tables between them. The manager lays it out, and encodes what
 * would forge a line or reach the terminal, so handlers put values of others into it as they are. Not thread-safe.
 */
public final class Text {
    /** A piece of the text. */
    public sealed interface Part {
        /** One line; a line feed within it is encoded. */
        record Line(String text) implements Part {}

        /** A table. */
        record Rows(Table table) implements Part {}
    }

    private final List<Part> parts = new ArrayList<>();

    /** A text of one table. */
    public static Text of(Table table) {
        return new Text().table(table);
    }

    /** A text of these lines. */
    public static Text of(List<String> lines) {
        return new Text().lines(lines);
    }

    /** A text of one line. */
    public static Text of(String line) {
        return new Text().line(line);
    }

    /** Adds a line. */
    public Text line(String line) {
        parts.add(new Part.Line(line));
        return this;
    }

    /** Adds lines. */
    public Text lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    /** Adds a table. */
    public Text table(Table table) {
        parts.add(new Part.Rows(table));
        return this;
    }

    /** The pieces, from top to bottom. */
    public List<Part> parts() {
        return Collections.unmodifiableList(parts);
    }
}
