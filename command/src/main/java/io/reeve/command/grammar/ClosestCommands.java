package io.reeve.command.grammar;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commands that a user may have meant. */
final class ClosestCommands {
    private static final int MOST = 10;
    private static final int LONGEST = 200;

    private ClosestCommands() {}

    private record Ranked(Signature signature, int sharedWords, int distance) {}

    static String message(CommandTable table, List<String> words) {
        List<String> plain = words.stream()
                .filter(w -> !WordMatch.isOption(w) && !w.isBlank())
                .map(w -> w.toLowerCase(Locale.ROOT))
                .limit(20)
                .toList();
        List<Ranked> closest = table.entries()
                .stream()
                .map(CommandTable.Entry::signature)
                .filter(s -> !s.isHidden() && !plain.isEmpty())
                .map(
                        s -> rank(s, plain))
                .filter(r -> r.sharedWords() > 0 || isNear(r))
                .sorted(Comparator.comparingInt(
                        Ranked::sharedWords).reversed().thenComparingInt(Ranked::distance))
                .limit(MOST)
                .toList();
        if (closest.isEmpty()) {
            return "no valid command found; 'help' lists all commands";
        }
        return "no valid command found; " + closest.size() + " closest matches:\n"
                + closest.stream()
                        .map(r -> r.signature()
                                .concise())
                        .collect(Collectors.joining("\n"));
    }

    private static boolean isNear(Ranked ranked) {
        return ranked.distance() <= Math.max(2, ranked.signature().prefix().length() / 2);
    }

    private static Ranked rank(Signature signature, List<String> words) {
        List<String> literals = signature.literals();
        int shared = 0;
        while (shared < Math.min(words.size(), literals.size())
                && words.get(shared).equalsIgnoreCase(literals.get(shared))) {
            shared++;
        }
        String typed = String.join(" ", words.subList(0, Math.min(words.size(), literals.size())));
        String meant = signature.prefix().toLowerCase(Locale.ROOT);
        boolean isStart = !typed.isEmpty() && meant.startsWith(typed);
        return new Ranked(signature, shared, isStart ? 0 : distance(cut(typed), cut(meant)));
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** The Levenshtein distance, computed with two rows of the table. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
