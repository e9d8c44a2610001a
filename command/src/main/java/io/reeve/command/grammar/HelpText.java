package io.reeve.command.grammar;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The help text: the signatures and descriptions of commands in two columns. */
final class HelpText {
    private static final int WIDEST = 44;

    private HelpText() {}

    static Optional<String> of(CommandTable table, List<String> words) {
        List<Signature> shown = table.entries()
                .stream()
                .map(CommandTable.Entry::signature)
                .filter(s -> !s.isHidden())
                .filter(s -> startsWith(s.literals(), words))
                .sorted(Comparator.comparing(Signature::concise))
                .toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        int width = shown.stream().mapToInt(s -> s.concise().length()).filter(n -> n <= WIDEST).max().orElse(WIDEST);
        return Optional.of(shown.stream().map(s -> line(s, width)).collect(Collectors.joining("\n")));
    }

    private static String line(Signature signature, int width) {
        String left = signature.concise();
        String gap = left.length() > width ? "\n" + " ".repeat(width + 2) : " ".repeat(width + 2 - left.length());
        return (left + gap + signature.descriptor().desc()).stripTrailing();
    }

    private static boolean startsWith(List<String> literals, List<String> words) {
        return words.size() <= literals.size() && literals.subList(0, words.size()).equals(words);
    }
}
