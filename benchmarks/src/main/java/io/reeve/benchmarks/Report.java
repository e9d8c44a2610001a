package io.reeve.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that a run prints: what was measured, what was promised, and whether it holds. */
final class Report {
    private record Row(String what, String measured, String target, Verdict verdict, String reference) {
        List<String> cells() {
            return List.of(what, measured, target, verdict.text, reference);
        }
    }

    private enum Verdict {
        MET("met"), MISSED("MISSED"), SKIPPED("SKIPPED"), FAILED("FAILED"), NONE("");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    private static final List<String> HEAD = List.of("figure", "measured", "target", "", "reference of the same run");

    private final List<Row> rows = new ArrayList<>();
    private final PrintStream out;
    private final String machine;

    /** @param machine where all this is measured, and how busy it was before */
    Report(PrintStream out, String machine) {
        this.out = out;
        this.machine = machine;
        out.println(machine);
    }

    /** Something that happens on the way. */
    void note(String text) {
        out.println("  " + text);
    }

    /** A figure with a promise, and what it is compared with. */
    void figure(String what, String measured, String target, boolean met, String reference) {
        Verdict verdict = target.isEmpty() ? Verdict.NONE : met ? Verdict.MET : Verdict.MISSED;
        add(new Row(what, measured, target, verdict, reference));
    }

    /** A figure without either: a reference, or what helps to read others. */
    void figure(String what, String measured) {
        add(new Row(what, measured, "", Verdict.NONE, ""));
    }

    void skipped(String what, String why) {
        add(new Row(what, why, "", Verdict.SKIPPED, ""));
    }

    void failed(String what, String why) {
        add(new Row(what, why, "", Verdict.FAILED, ""));
    }

    /** {@code x0.60 of nginx (50000 /s)}. */
    static String ratio(double measured, double reference, String name, String value) {
        double ratio = measured / reference;
        return String.format(Locale.ROOT, ratio < 0.01 ? "x%.5f of %s (%s)" : "x%.2f of %s (%s)", ratio, name,
                String.format(Locale.ROOT, value, reference));
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
        note(String.join("  ", row.what + ":", row.measured, row.target, row.verdict.text, row.reference)
                .stripTrailing());
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
        out.println(machine);
        lines.forEach(
                line -> out.println(String.format(Locale.ROOT, format.toString(), line.toArray()).stripTrailing()));
    }
}
