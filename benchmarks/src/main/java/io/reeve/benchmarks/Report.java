package io.reeve.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The table that a run prints: what was measured, what was promised, and whether it holds. */
final class Report {
    private record Row(String what, String measured, String target, String verdict) {}

    private final List<Row> rows = new ArrayList<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Something that happens on the way. */
    void note(String text) {
        out.println("  " + text);
    }

    /** A figure with a promise. */
    void figure(String what, String measured, String target, boolean met) {
        add(new Row(what, measured, target, met ? "met" : "MISSED"));
    }

    /** A figure without one. */
    void figure(String what, String measured) {
        add(new Row(what, measured, "", ""));
    }

    void skipped(String what, String why) {
        add(new Row(what, why, "", "SKIPPED"));
    }

    void failed(String what, String why) {
        add(new Row(what, why, "", "FAILED"));
    }

    /** Whether everything could be measured; a missed figure is a result, not a failure. */
    boolean complete() {
        return rows.stream().noneMatch(row -> row.verdict().equals("FAILED"));
    }

    private void add(Row row) {
        rows.add(row);
        note(String.join("  ", row.what() + ":", row.measured(), row.target(), row.verdict()).stripTrailing());
    }

    void print() {
        int what = rows.stream().mapToInt(row -> row.what().length()).max().orElse(1);
        int measured = rows.stream().mapToInt(row -> row.measured().length()).max().orElse(1);
        int target = Math.max(1, rows.stream().mapToInt(row -> row.target().length()).max().orElse(1));
        String format = "%-" + what + "s  %-" + measured + "s  %-" + target + "s  %s";
        out.println();
        for (Row row : rows) {
            out.println(String.format(format, row.what(), row.measured(), row.target(), row.verdict()).stripTrailing());
        }
    }
}
