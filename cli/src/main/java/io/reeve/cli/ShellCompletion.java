package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partly typed command line, for the shell's completion.
 *
 * @param mgr        the value of its option {@code --mgr}; null if not given
 * @param ownChoices the choices, if one of the command line's own options is being typed
 * @param words      the words for the manager to complete, the last one incomplete; empty if there are none
 */
record ShellCompletion(@Nullable String mgr, List<String> ownChoices, List<String> words) {
    private static final List<String> OWN = List.of("--mgr", "--format", "--timeout", "--completion", "--help",
            "--version", "-i", "-o", "-f", "-h");
    private static final String FORMAT = "--format=";
    /** The options of this program's own command. */
    private static final List<String> OF_DIAGNOSTICS = List.of("-o", DiagnosticsOptions.FORCE, "--help");

    ShellCompletion {
        ownChoices = List.copyOf(ownChoices);
        words = List.copyOf(words);
    }

    /**
     * Parses a partly typed line.
     *
     * @param typed all arguments; the last one is incomplete, perhaps empty
     */
    static ShellCompletion of(List<String> typed) {
        String half = typed.getLast();
        List<String> own = new ArrayList<>();
        List<String> words = new ArrayList<>();
        CommandLineOptions.split(typed.subList(0, typed.size() - 1), own, words);
        String mgr = value("--mgr", own);
        String before = typed.size() > 1 ? typed.get(typed.size() - 2) : "";
        return switch (before) {
            case "--format", "-f" -> new ShellCompletion(mgr, starting(CommandLineOptions.FORMATS, half), List.of());
            case "--completion" -> new ShellCompletion(mgr, starting(List.of("bash"), half), List.of());
            // The shell completes file names; the other values cannot be completed.
            case "-i", "-o", "--mgr", "--timeout" -> new ShellCompletion(mgr, List.of(), List.of());
            default -> {
                List<String> options = DiagnosticsOptions.isMeant(words)
                        ? starting(OF_DIAGNOSTICS, half)
                        : options(half, words.isEmpty());
                words.add(half);
                yield new ShellCompletion(mgr, options, options.isEmpty() ? words : List.of());
            }
        };
    }

    /** The command of this program itself, if it may be what is being typed. */
    List<String> ownWords() {
        return words.size() == 1 ? starting(List.of(DiagnosticsOptions.WORD), words.getFirst()) : List.of();
    }

    /** The words without the one that is being typed. */
    List<String> wordsBefore() {
        return words.isEmpty() ? words : words.subList(0, words.size() - 1);
    }

    private static List<String> options(String half, boolean first) {
        if (half.startsWith(FORMAT)) {
            return starting(CommandLineOptions.FORMATS.stream().map(FORMAT::concat).toList(), half);
        }
        return first && half.startsWith("-") ? starting(OWN, half) : List.of();
    }

    private static @Nullable String value(String option, List<String> own) {
        int at = own.indexOf(option);
        if (at >= 0 && at + 1 < own.size()) {
            return own.get(at + 1);
        }
        return own.stream()
                .filter(arg -> arg.startsWith(option + "="))
                .map(arg -> arg.substring(option.length() + 1))
                .findFirst()
                .orElse(null);
    }

    private static List<String> starting(List<String> choices, String half) {
        return choices.stream().filter(choice -> choice.startsWith(half)).toList();
    }

    /** The completion script for a shell. */
    static String script(String shell) throws CliException {
        if (!shell.equals("bash")) {
            throw new CliException(CliException.USAGE, "--completion '" + shell + "': only bash is there");
        }
        return """
                # bash completion for reeve; use it by: source <(reeve --completion bash)
                _reeve() {
                    # COMP_WORDS is split at = and : too, which options and URLs contain: use the line itself.
                    local line=${COMP_LINE:0:COMP_POINT} typed choice
                    read -ra typed <<< "$line"
                    [[ $line == *[[:blank:]] ]] && typed+=("")
                    local last=${typed[${#typed[@]}-1]} kept= breaks=${COMP_WORDBREAKS//[^=:]/}
                    # bash replaces only the text after the last break.
                    [[ -n $breaks ]] && kept=${last%"${last##*["$breaks"]}"}
                    COMPREPLY=()
                    while IFS= read -r choice || [[ -n $choice ]]; do
                        [[ -n $choice ]] && COMPREPLY+=("${choice#"$kept"}")
                        [[ $choice == *= ]] && compopt -o nospace 2>/dev/null
                    done < <("${typed[0]/#~/$HOME}" --complete "${typed[@]:1}" 2>/dev/null)
                }
                complete -o bashdefault -o default -F _reeve reeve
                """;
    }
}
