package io.reeve.command.grammar;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The help text: the signatures and descriptions of commands in two columns. */
final class HelpText {
    private static final int WIDEST = 44;

    private HelpText() {}

    static List<String> of(CommandTable table, List<String> words) {
        List<Signature> shown = signatures(table, words);
        int width = shown.stream().mapToInt(s -> s.concise().length()).filter(n -> n <= WIDEST).max().orElse(WIDEST);
        return shown.stream().flatMap(s -> lines(s, width)).toList();
    }

    /** The commands that begin with these words; if there are none, those of which the words are a use, with arguments. */
    static List<Signature> signatures(CommandTable table, List<String> words) {
        List<Signature> all = table.entries()
                .stream()
                .map(CommandTable.Entry::signature)
                .filter(s -> !s.isHidden())
                .sorted(Comparator.comparing(Signature::concise))
                .toList();
        List<Signature> begun = all.stream().filter(s -> startsWith(s.literals(), words)).toList();
        if (!begun.isEmpty()) {
            return begun;
        }
        int longest = all.stream()
                .map(Signature::literals)
                .filter(literals -> startsWith(words, literals))
                .mapToInt(List::size)
                .max()
                .orElse(0);
        return longest == 0
                ? List.of()
                : all.stream().filter(s -> s.literals().equals(words.subList(0, longest))).toList();
    }

    private static Stream<String> lines(Signature signature, int width) {
        String left = signature.concise();
        String gap = left.length() > width ? "\n" + " ".repeat(width + 2) : " ".repeat(width + 2 - left.length());
        return (left + gap + signature.descriptor().desc()).stripTrailing().lines();
    }

    private static boolean startsWith(List<String> literals, List<String> words) {
        return words.size() <= literals.size() && literals.subList(0, words.size()).equals(words);
    }
}
