package io.reeve.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The parsed command line: the program's own options, and the words of the command, which only the manager understands.
 *
 * <p>Own options come before the first word. {@code --format -f -i -o --timeout --help -h} may also come later, up
 * to a {@code --}. Everything else is a word, even if it looks like an option.
 *
 * @param mgr        the managers' URLs as given; null if not given
 * @param format     the format in which the manager renders the answer
 * @param input      the file to send, {@code -} for standard input; null for none
 * @param output     the file for the answer; null for standard output
 * @param timeout    the time after which to give up; zero for never
 * @param help       whether to show help instead
 * @param version    whether to show the version instead
 * @param completion the shell whose completion script to print instead; null for none
 * @param words      the words of the command
 */
record CommandLineOptions(@Nullable String mgr, String format, @Nullable String input, @Nullable String output,
        Duration timeout,
        boolean help, boolean version, @Nullable String completion, List<String> words) {
    static final List<String> FORMATS = List.of("plain", "json", "json-pretty", "yaml");
    /** Own options that take a value. */
    private static final Set<String> VALUED = Set.of("--mgr", "--format", "-f", "-i", "-o", "--timeout",
            "--completion");
    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(ms|s|min|m|h)?");
    private static final double MOST_SECONDS = 1e9;
    private static final Set<String> ANYWHERE = Set.of("--format", "-f", "-i", "-o", "--timeout", "--help", "-h");

    CommandLineOptions {
        words = List.copyOf(words);
    }

    static CommandLineOptions parse(List<String> args) throws CliException {
        List<String> own = new ArrayList<>();
        List<String> words = new ArrayList<>();
        split(args, own, words);
        try {
            ParseResult parsed = new CommandLine(spec()).parseArgs(own.toArray(String[]::new));
            return of(parsed, words);
        } catch (ParameterException e) {
            throw new CliException(CliException.USAGE, e.getMessage() + "; see reeve --help");
        }
    }

    private static CommandLineOptions of(ParseResult parsed, List<String> words) throws CliException {
        String format = parsed.matchedOptionValue("--format", "plain");
        if (!FORMATS.contains(format)) {
            throw new CliException(CliException.USAGE,
                    "--format '" + format + "' is not one of " + String.join(", ", FORMATS));
        }
        Duration timeout = timeout(parsed.matchedOptionValue("--timeout", "0"));
        return new CommandLineOptions(parsed.matchedOptionValue("--mgr", null), format,
                parsed.matchedOptionValue("-i", null),
                parsed.matchedOptionValue("-o", null), timeout,
                parsed.hasMatchedOption("--help"), parsed.hasMatchedOption("--version"),
                parsed.matchedOptionValue("--completion", null), words);
    }

    /** A number of seconds, or one with a unit, as the options of the managers are written. */
    private static Duration timeout(String text) throws CliException {
        Matcher form = TIMEOUT.matcher(text.strip());
        if (!form.matches()) {
            throw new CliException(CliException.USAGE, "--timeout '" + text
                    + "' is not a number of seconds, such as 30 or 0.5, or with a unit: 500ms, 40s, 2min, 1h; 0 is for ever");
        }
        String unit = form.group(2);
        double seconds = switch (unit == null ? "s" : unit) {
            case "ms" -> 0.001;
            case "s" -> 1;
            case "h" -> 3600;
            case String minutes -> 60;
        };
        double wanted = Double.parseDouble(form.group(1)) * seconds;
        if (wanted > MOST_SECONDS) {
            throw new CliException(CliException.USAGE,
                    "--timeout '" + text + "' is more than 1000000000 s: write 0 to wait for ever");
        }
        return wanted == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(1, Math.round(wanted * 1000)));
    }

    /** Splits the arguments into the program's own options and the words for the manager. */
    static void split(List<String> args, List<String> own, List<String> words) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            boolean first = words.isEmpty();
            if (arg.equals("--")) {
                // After the first word it may mean something to the command, so it stays.
                words.addAll(args.subList(first ? i + 1 : i, args.size()));
                return;
            }
            if (first ? arg.length() > 1 && arg.startsWith("-") : isAnywhere(arg)) {
                own.add(arg);
                if (VALUED.contains(arg) && i + 1 < args.size()) {
                    own.add(args.get(++i));
                }
            } else {
                words.add(arg);
            }
        }
    }

    private static boolean isAnywhere(String arg) {
        return ANYWHERE.contains(arg) || arg.startsWith("--format=") || arg.startsWith("--timeout=");
    }

    /** The help text of the own options. */
    static String usage() {
        return new CommandLine(spec()).getUsageMessage(Ansi.OFF);
    }

    // Built by hand: annotations cost their share of the start-up time.
    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("reeve");
        spec.usageMessage()
                .width(100)
                .customSynopsis("reeve [OPTIONS] WORDS…")
                .description("",
                        "Sends a command to the managers of a cluster: any node will do. 'reeve diagnostics -o FILE' asks all"
                                + " of them what they do, for a report of a fault.",
                        "");
        spec.addOption(text("--mgr", "URL,…", "The nodes. Default: environment variable REEVE_MGR, else "
                + "http://127.0.0.1:9480, then the demo's :9481, :9482 and :9483."));
        spec.addOption(text("--format", "FORMAT", "How to show the answer: " + String.join(", ", FORMATS)
                + ". Default: plain.", "-f"));
        spec.addOption(text("-i", "FILE", "Sends this file with the command; - is standard input."));
        spec.addOption(text("-o", "FILE", "Writes the output there, byte for byte."));
        spec.addOption(OptionSpec.builder("--timeout")
                .type(String.class)
                .paramLabel("S")
                .description(
                        "Gives up after S seconds, or after a time with a unit: 500ms, 2min. Default: a command may run as long as it likes; an active manager is waited "
                                + "for 60 s, a node that refuses connections 10 s.")
                .build());
        spec.addOption(text("--completion", "SHELL", "Prints a completion script: source <(reeve --completion bash)"));
        spec.addOption(flag("Shows this; with WORDS, what the commands that begin so take.", "-h", "--help"));
        spec.addOption(flag("Shows the version of this program.", "--version"));
        spec.usageMessage()
                .footer("", "All options stand before the words; --format, -i, -o, --timeout and --help may stand "
                        + "anywhere, up to a --.",
                        "Exit code: 0, or the number of the error (22 for EINVAL); 2 for wrong options.");
        return spec;
    }

    private static OptionSpec text(String name, String label, String description, String... more) {
        List<String> names = new ArrayList<>(List.of(more));
        names.add(name);
        return OptionSpec.builder(names.toArray(String[]::new))
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description).build();
    }
}
