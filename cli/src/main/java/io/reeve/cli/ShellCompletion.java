package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partly typed command line, for the shell's completion.
 *
 * @param mgr        the value of its option {@code --mgr}; null if not given
 * @param ownChoices the choices, if one of the command line's own options is being typed
 * @param words      the words for the manager to complete, the last one incomplete; empty if there are none
 */
record ShellCompletion(@Nullable String mgr, List<String> ownChoices, List<String> words) {
    /** The word that this program itself understands. */
    static final String WORD = "completion";
    static final String USAGE = """
            Usage: reeve completion bash|zsh|fish

            Prints a script that lets the shell complete the words of reeve, which it asks a manager for: commands,
            modules, options, storage daemons, pools, daemons, managers, health checks. No secrets are proposed.

              bash    source <(reeve completion bash)       in ~/.bashrc
              zsh     source <(reeve completion zsh)        in ~/.zshrc, after compinit
              fish    reeve completion fish | source        in ~/.config/fish/config.fish

            The tarball has the same as files in completion/, for the folders in which the shells look.
            """;
    private static final Map<String, String> SCRIPTS = Map.of("bash", "reeve.bash", "zsh", "_reeve", "fish",
            "reeve.fish");
    private static final List<String> OWN_WORDS = List.of(WORD, DiagnosticsOptions.WORD, Explanation.WORD,
            InitOptions.WORD);
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");
    private static final List<String> OWN = List.of("--mgr", "--format", "--timeout", "--completion", "--help",
            "--version", "--status", "--watch", "--follow", "--level", "--channel", "--interval", "-s", "-w", "-i",
            "-o", "-f", "-h");
    private static final String STATUS = "status";
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
            case "--level" -> new ShellCompletion(mgr, starting(Following.LEVELS, half), List.of());
            case "--channel" -> new ShellCompletion(mgr, starting(Following.CHANNELS, half), List.of());
            case "--completion" -> new ShellCompletion(mgr, starting(SHELLS, half), List.of());
            // The shell completes file names; the other values cannot be completed.
            case "-i", "-o", "--mgr", "--timeout", "--interval" -> new ShellCompletion(mgr, List.of(), List.of());
            default -> {
                List<String> options = own(words, half);
                words.add(half);
                yield new ShellCompletion(mgr, options, options.isEmpty() ? words : List.of());
            }
        };
    }

    /** The choices that need no manager. */
    private static List<String> own(List<String> words, String half) {
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case DiagnosticsOptions.WORD -> starting(OF_DIAGNOSTICS, half);
            case InitOptions.WORD -> InitOptions.choices(words.getLast(), half);
            case Explanation.WORD -> starting(HealthTexts.read().codes(), half.toUpperCase(Locale.ROOT));
            case WORD -> words.size() == 1 ? starting(SHELLS, half) : List.of();
            case STATUS -> half.startsWith("--w") ? List.of("--watch") : options(half, false);
            default -> options(half, words.isEmpty());
        };
    }

    /** The command of this program itself, if it may be what is being typed. */
    List<String> ownWords() {
        return words.size() == 1
                ? starting(OWN_WORDS, words.getFirst())
                : List.of();
    }

    /** Whether it is a command of this program itself, about which no manager can tell. */
    boolean isOwn() {
        List<String> before = wordsBefore();
        return !before.isEmpty() && isOwnWord(before.getFirst());
    }

    /** Whether a first word names a command of this program itself. */
    static boolean isOwnWord(String word) {
        return OWN_WORDS.contains(word);
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

    /** The completion script for a shell, which the tarball has as a file too. */
    static String script(String shell) throws CliException {
        String file = SCRIPTS.get(shell);
        if (file == null) {
            throw new CliException(CliException.USAGE,
                    "completion '" + shell + "' is not one of " + String.join(", ", SHELLS));
        }
        return JarTexts.read(file);
    }

    /** The script that the words of a line ask for: {@code completion SHELL}. */
    static String script(List<String> words) throws CliException {
        if (words.size() != 2) {
            throw new CliException(CliException.USAGE,
                    "completion: name one shell of " + String.join(", ", SHELLS) + "; see reeve completion --help");
        }
        return script(words.getLast());
    }
}
