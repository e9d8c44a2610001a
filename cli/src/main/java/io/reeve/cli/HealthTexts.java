package io.reeve.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The texts about health checks: what each means and what to do, from the table that the operations guide has too. */
final class HealthTexts {
    private static final String TABLE = "checks.md";
    private static final int HEAD = 2;
    private static final int MOST_NEAR = 5;
    private final List<Entry> entries;

    /**
     * The text about one check, or about some that are alike.
     *
     * @param codes  their codes
     * @param means  what it means
     * @param advice what to do
     */
    record Entry(List<String> codes, String means, String advice) {
        Entry {
            codes = List.copyOf(codes);
        }
    }

    private HealthTexts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The texts of this version. */
    static HealthTexts read() {
        return parse(JarTexts.read(TABLE));
    }

    /** @throws IllegalStateException if a row is not made of codes, a meaning and an advice */
    static HealthTexts parse(String table) {
        return new HealthTexts(table.lines().skip(HEAD).map(HealthTexts::row).toList());
    }

    private static Entry row(String row) {
        String[] cells = row.split(" *\\| *", -1);
        List<String> codes = new ArrayList<>();
        if (cells.length == 5) {
            for (String code : cells[1].split(", ")) {
                codes.add(code.substring(1, code.length() - 1));
            }
        }
        if (codes.isEmpty() || cells[2].isEmpty() || cells[3].isEmpty()) {
            throw new IllegalStateException(TABLE + ": this is no row of codes, meaning and advice: " + row);
        }
        return new Entry(codes, plain(cells[2]), plain(cells[3]));
    }

    /** A cell without marks that only a page shows. */
    private static String plain(String cell) {
        return cell.replace('`', '\'');
    }

    /** All codes, sorted. */
    List<String> codes() {
        return entries.stream().flatMap(entry -> entry.codes().stream()).sorted().toList();
    }

    /** The text about a check; empty if there is none. */
    Optional<Entry> about(String code) {
        return entries.stream().filter(entry -> entry.codes().contains(code)).findFirst();
    }

    /** The codes that are like one that there is not, the nearest first. */
    List<String> near(String typed) {
        String wanted = typed.toUpperCase(Locale.ROOT);
        return codes().stream()
                .filter(code -> wanted.length() < 100 && distance(code, wanted) <= Math.max(2, wanted.length() / 3))
                .sorted(Comparator.comparingInt(code -> distance(code, wanted)))
                .limit(MOST_NEAR)
                .toList();
    }

    /** The number of letters to change; none where the code has what was typed in it. */
    private static int distance(String code, String typed) {
        if (typed.length() > 2 && code.contains(typed)) {
            return 0;
        }
        int[] above = new int[typed.length() + 1];
        for (int j = 0; j <= typed.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= code.length(); i++) {
            int[] row = new int[typed.length() + 1];
            row[0] = i;
            for (int j = 1; j <= typed.length(); j++) {
                int replaced = above[j - 1] + (code.charAt(i - 1) == typed.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[typed.length()];
    }
}
