package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A half-typed command line, for the shell's completion.
 *
 * @param mgr        the nodes that it names, or null
 * @param ownChoices what fits, if one of the command line's own options is being typed
 * @param words      the words for the manager to complete, the last one half typed; empty if there is nothing to complete
 */
record Completion(@Nullable String mgr, List<String> ownChoices, List<String> words) {
    private static final List<String> OWN = List.of("--mgr", "--format", "--timeout", "--completion", "--help",
            "--version", "-i", "-o", "-f", "-h");

    Completion {
        ownChoices = List.copyOf(ownChoices);
        words = List.copyOf(words);
    }

    /** {@code typed}: all arguments, the last one half typed, perhaps empty. */
    static Completion of(List<String> typed) {
        String half = typed.getLast();
        List<String> own = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Options.split(typed.subList(0, typed.size() - 1), own, words);
        int at = own.indexOf("--mgr");
        String mgr = at >= 0 && at + 1 < own.size() ? own.get(at + 1) : null;
        String before = typed.size() > 1 ? typed.get(typed.size() - 2) : "";
        return switch (before) {
            case "--format", "-f" -> new Completion(mgr, starting(Options.FORMATS, half), List.of());
            case "--completion" -> new Completion(mgr, starting(List.of("bash"), half), List.of());
            // A file's name is the shell's business, the others nobody's.
            case "-i", "-o", "--mgr", "--timeout" -> new Completion(mgr, List.of(), List.of());
            default -> {
                List<String> options = words.isEmpty() && half.startsWith("-") ? starting(OWN, half) : List.of();
                words.add(half);
                yield new Completion(mgr, options, options.isEmpty() ? words : List.of());
            }
        };
    }

    private static List<String> starting(List<String> choices, String half) {
        return choices.stream().filter(choice -> choice.startsWith(half)).toList();
    }

    /** The script that makes a shell complete. */
    static String script(String shell) throws Failure {
        if (!shell.equals("bash")) {
            throw new Failure(Failure.USAGE, "--completion '" + shell + "': only bash is there");
        }
        return """
                # bash completion for reeve; use it by: source <(reeve --completion bash)
                _reeve() {
                    local IFS=$'\\n'
                    COMPREPLY=($("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
                }
                complete -o bashdefault -o default -F _reeve reeve
                """;
    }
}
