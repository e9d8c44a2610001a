package io.reeve.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The table that a run prints: what was measured, what was promised, and whether it holds. */
final class Report {
    private record Row(String what, String measured, String target, Verdict verdict) {
        List<String> cells() {
            return List.of(what, measured, target, verdict.text);
        }
    }

    private enum Verdict {
        MET("met"), MISSED("MISSED"), SKIPPED("SKIPPED"), FAILED("FAILED"), NONE("");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    private static final List<String> HEAD = List.of("figure", "measured", "target", "");

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
        add(new Row(what, measured, target, met ? Verdict.MET : Verdict.MISSED));
    }

    /** A figure without one. */
    void figure(String what, String measured) {
        add(new Row(what, measured, "", Verdict.NONE));
    }

    void skipped(String what, String why) {
        add(new Row(what, why, "", Verdict.SKIPPED));
    }

    void failed(String what, String why) {
        add(new Row(what, why, "", Verdict.FAILED));
    }

    /** Whether nothing broke; a missed figure is a result, and what is skipped says what it needs. */
    boolean complete() {
        return rows.stream().noneMatch(row -> row.verdict == Verdict.FAILED);
    }

    /** Whether everything was measured and every promise holds. */
    boolean allMet() {
        return rows.stream().allMatch(row -> row.verdict == Verdict.MET || row.verdict == Verdict.NONE);
    }

    private void add(Row row) {
        rows.add(row);
        note(String.join("  ", row.what + ":", row.measured, row.target, row.verdict.text).stripTrailing());
    }

    void print() {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> lines.add(row.cells()));
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < HEAD.size(); column++) {
            int number = column;
            int width = lines.stream().mapToInt(line -> line.get(number).length()).max().orElse(0);
            format.append("%-").append(Math.max(1, width)).append("s  ");
        }
        out.println();
        lines.forEach(line -> out.println(String.format(format.toString(), line.toArray()).stripTrailing()));
    }
}
