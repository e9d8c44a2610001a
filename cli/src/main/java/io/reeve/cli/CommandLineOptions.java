package io.reeve.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parsed command line: the program's own options, and the words of the command, which only the manager understands.
 *
 * <p>Own options come before the first word. {@code --format -f -i -o --timeout --help -h} may also come later, up
 * to a {@code --}, and so may {@code --watch} and {@code --interval} behind the only word {@code status}. Everything else is a
 * word, even if it looks like an option.
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
 * @param following  what to show again and again; null for nothing
 */
record CommandLineOptions(@Nullable String mgr, String format, @Nullable String input, @Nullable String output,
        Duration timeout,
        boolean help, boolean version, @Nullable String completion, List<String> words,
        @Nullable Following following) {
    static final List<String> FORMATS = List.of("plain", "json", "json-pretty", "yaml");
    /** Own options that take a value. */
    private static final Set<String> VALUED = Set.of("--mgr", "--format", "-f", "-i", "-o", "--timeout",
            "--completion", "--level", "--channel", "--interval");
    private static final Set<String> FLAGS = Set.of("--help", "-h", "--version", "-s", "--status", "-w", "--follow",
            "--watch");
    private static final Map<String, String> LONG_NAMES = Map.of("-f", "--format", "-h", "--help", "-s", "--status",
            "-w", "--follow");
    private static final String STATUS = "status";
    private static final double MOST_SECONDS = 1e9;
    private static final Set<String> ANYWHERE = Set.of("--format", "-f", "-i", "-o", "--timeout", "--help", "-h");

    CommandLineOptions {
        words = List.copyOf(words);
    }

    static CommandLineOptions parse(List<String> args) throws CliException {
        return parse(args, Session.NONE);
    }

    /** @param session the values of options that are not given */
    static CommandLineOptions parse(List<String> args, Session session) throws CliException {
        List<String> own = new ArrayList<>();
        List<String> words = new ArrayList<>();
        split(args, own, words);
        Optional<Map<String, String>> plain = plain(own);
        Map<String, String> values = plain.isPresent() ? plain.get() : OwnOptions.parse(own);
        return values.containsKey("--help") ? help(values, words, session) : of(values, words, session);
    }

    /** Options with which nothing but help is shown: whatever else is wrong with the line does not matter. */
    private static CommandLineOptions help(Map<String, String> values, List<String> words, Session session) {
        String format = values.getOrDefault("--format", session.format());
        List<String> about = words.isEmpty() && values.containsKey("--status") ? List.of(STATUS) : words;
        return new CommandLineOptions(values.getOrDefault("--mgr", session.mgr()),
                FORMATS.contains(format) ? format : "plain", null, null, Duration.ZERO, true, false, null, about, null);
    }

    /**
     * The values of own options that are written as in the manual, each once: {@code --name value}, {@code --name=value} or a flag.
     * Empty if there is anything else, a mistake perhaps: {@link OwnOptions} knows all forms, and takes longer to load than
     * the rest of the program.
     */
    static Optional<Map<String, String>> plain(List<String> own) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            String arg = own.get(i);
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String name = equals < 0 ? arg : arg.substring(0, equals);
            String value = "";
            if (VALUED.contains(name)) {
                value = equals >= 0 ? arg.substring(equals + 1) : i + 1 < own.size() ? own.get(++i) : "";
            }
            boolean known = VALUED.contains(name) ? isPlain(value) : FLAGS.contains(arg);
            if (!known || values.put(LONG_NAMES.getOrDefault(name, name), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** Whether a value is one for everybody: not another option, nor picocli's {@code @file}, nor quoted. */
    private static boolean isPlain(String value) {
        return value.equals("-") || (!value.isEmpty() && "-@\"'".indexOf(value.charAt(0)) < 0);
    }

    /** @param values by the names of the options that have been given, the long ones; those of flags are of no meaning */
    private static CommandLineOptions of(Map<String, String> values, List<String> words, Session session)
            throws CliException {
        List<String> all = values.containsKey("--status") ? status(words) : words;
        // those of the shell are for commands of managers
        boolean own = !all.isEmpty()
                && (all.getFirst().equals(DiagnosticsOptions.WORD) || all.getFirst().equals(InitOptions.WORD));
        String format = values.getOrDefault("--format", own ? "plain" : session.format());
        if (!FORMATS.contains(format)) {
            throw new CliException(CliException.USAGE,
                    "--format '" + format + "' is not one of " + String.join(", ", FORMATS));
        }
        String timeout = values.get("--timeout");
        Duration usual = own ? Duration.ZERO : session.timeout();
        return new CommandLineOptions(values.getOrDefault("--mgr", session.mgr()), format, values.get("-i"),
                values.get("-o"), timeout == null ? usual : time("--timeout", timeout), false,
                values.containsKey("--version"), values.get("--completion"), all,
                follows(values) ? Following.of(values, all) : null);
    }

    /** Whether something is to be shown again and again; options that mean nothing without the others count too. */
    private static boolean follows(Map<String, String> values) {
        return values.containsKey("--follow") || values.containsKey("--watch") || values.containsKey("--level")
                || values.containsKey("--channel") || values.containsKey("--interval");
    }

    private static List<String> status(List<String> words) throws CliException {
        if (!words.isEmpty()) {
            throw new CliException(CliException.USAGE, "-s stands for the command status: leave out '"
                    + String.join(" ", words) + "'");
        }
        return List.of(STATUS);
    }

    /** A number of seconds, or one with a unit, as the options of the managers are written. */
    static Duration time(String option, String text) throws CliException {
        Matcher form = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(ms|s|min|m|h)?").matcher(text.strip());
        if (!form.matches()) {
            throw new CliException(CliException.USAGE, option + " '" + text
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
                    option + " '" + text + "' is more than 1000000000 s: write 0 to wait for ever");
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
            if (first ? arg.length() > 1 && arg.startsWith("-") : isAnywhere(arg) || isOfStatus(arg, words)) {
                own.add(arg);
                if (VALUED.contains(arg) && i + 1 < args.size()) {
                    own.add(args.get(++i));
                }
            } else {
                words.add(arg);
            }
        }
    }

    /** The place of the first word for the manager, behind the program's own options. */
    static int firstWord(List<String> args) {
        int at = 0;
        while (at < args.size() && args.get(at).length() > 1 && args.get(at).startsWith("-")) {
            String arg = args.get(at);
            at += VALUED.contains(arg) ? 2 : 1;
            if (arg.equals("--")) {
                break;
            }
        }
        return Math.min(at, args.size());
    }

    /** Whether it is an option of the program's own. */
    static boolean isOwn(String option) {
        return FLAGS.contains(option) || isValued(option);
    }

    /** Whether it is one that takes a value. */
    static boolean isValued(String option) {
        return VALUED.contains(option);
    }

    /** Whether it is an option of the command status, which the manager does not know. */
    private static boolean isOfStatus(String arg, List<String> words) {
        return words.size() == 1 && words.getFirst().equals(STATUS)
                && (arg.equals("--watch") || arg.equals("--interval") || arg.startsWith("--interval="));
    }

    private static boolean isAnywhere(String arg) {
        return ANYWHERE.contains(arg) || arg.startsWith("--format=") || arg.startsWith("--timeout=");
    }
}
