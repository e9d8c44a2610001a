package io.reeve.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule for what the history file keeps of a line: nothing that may be a secret. A command's secret arguments are those
 * that managers keep out of their logs. Of a line that is no command, only the words that begin one are kept.
 */
final class HistoryLine {
    /** The word that stands for all that is not kept. */
    static final String LEFT_OUT = "…";
    private static final List<String> WITHOUT_SECRETS = List.of("help", "exit", "quit");
    private static final String PLAIN = "-_./:=,@%+";

    private HistoryLine() {}

    /**
     * How many words of a line are kept.
     *
     * @param commands the commands; null while no manager has told them
     */
    static int kept(List<String> line, @Nullable List<CommandShape> commands) {
        int first = CommandLineOptions.firstWord(line);
        List<String> words = line.subList(first, line.size());
        if (words.isEmpty() || WITHOUT_SECRETS.contains(words.getFirst())
                || ShellCompletion.isOwnWord(words.getFirst())) {
            return line.size();
        }
        if (commands == null) {
            return words.size() == 1 ? line.size() : 0;
        }
        List<CommandMatch> matches = commands.stream()
                .flatMap(command -> CommandMatch.of(command, words).stream())
                .toList();
        int kept = matches.isEmpty()
                ? commands.stream().mapToInt(command -> command.literals(words)).max().orElse(0)
                : open(matches);
        return kept == 0 ? 0 : first + kept;
    }

    /** The words that are no secret, whichever it is of the commands that the line may mean: the one with most literals. */
    private static int open(List<CommandMatch> matches) {
        boolean fits = matches.stream().anyMatch(CommandMatch::fits);
        int literals = matches.stream()
                .filter(match -> match.fits() == fits)
                .mapToInt(CommandMatch::literals)
                .max()
                .orElse(0);
        return matches.stream()
                .filter(match -> match.fits() == fits && match.literals() == literals)
                .mapToInt(CommandMatch::open)
                .min()
                .orElse(0);
    }

    /** A line with these words, as the shell reads it, and with a sign that more stood there. */
    static String shortened(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(quoted(word)).append(' ');
        }
        return line.append(LEFT_OUT).toString();
    }

    private static String quoted(String word) {
        boolean plain = !word.isEmpty()
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        return plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
