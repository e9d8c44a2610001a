package io.reeve.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code reeve init}, as they are read, explained and completed. */
final class InitOptions {
    /** The word that this program itself understands. */
    static final String WORD = "init";
    static final String MANAGERS = "--managers";
    static final String ZOOKEEPER = "--zookeeper";
    static final String FORM = "--form";
    static final String OUTPUT = "--output";
    static final String CLUSTER = "--cluster";
    static final String FORCE = "--force";
    /** In the order in which they are asked for and shown; the manual page has the same. */
    static final List<Option> ALL = List.of(
            new Option(MANAGERS, "NAME@HOST,…",
                    "The managers, and where others reach each: NAME@HOST:PORT:PORT with its"
                            + " ports for HTTP and for reports. Without them 9480 and 6800, and the next ones for a further manager"
                            + " of the same host; without a host 127.0.0.1."),
            new Option(FORM, "FORM", "What to write: " + InitForm.names()
                    + ". That is: files for reeved run --config; units for systemd with their settings; all in containers on"
                    + " one machine."),
            new Option(ZOOKEEPER, "HOST:PORT,…",
                    "The ZooKeeper servers. With compose they may be left out: then three of"
                            + " its own are part of it."),
            new Option(OUTPUT, "DIR", "The folder for the files, which is made if there is none."),
            new Option(CLUSTER, "NAME", "The cluster's name in ZooKeeper. Default: reeve."),
            new Option(FORCE, "", "Replaces files that are there and differ."));

    /**
     * An option.
     *
     * @param name  its name
     * @param label the form of its value; empty if it has none
     * @param text  what it means, in sentences
     */
    record Option(String name, String label, String text) {}

    private InitOptions() {}

    /** The help text. */
    static String usage() {
        StringBuilder usage = new StringBuilder(
                """
                        Usage: reeve init [--managers NAME@HOST,…] [--form FORM] [--zookeeper HOST:PORT,…] [--output DIR] …

                        Writes a first configuration of a cluster, and says what was chosen and what to do with it. At a terminal
                        it asks for what no option names. It writes all files or none, and never over one that differs.

                        """);
        for (Option option : ALL) {
            usage.append("  ")
                    .append(option.name())
                    .append(option.label().isEmpty() ? "" : " " + option.label())
                    .append('\n');
            for (String line : lines(option.text())) {
                usage.append("      ").append(line).append('\n');
            }
        }
        return usage.append("""

                No manager is asked. The same options give the same files.
                Exit code: 0; 1 if a file cannot be written or is there already; 2 for wrong values.
                """).toString();
    }

    private static List<String> lines(String text) {
        return text.replaceAll("(.{1,100})( |$)", "$1\n").lines().toList();
    }

    /** The values that are given, by the options' names; of a flag an empty text. */
    static Map<String, String> read(CommandLineOptions given) throws CliException {
        if (given.input() != null || given.output() != null || !given.format().equals("plain")
                || !given.timeout().equals(Duration.ZERO)) {
            throw wrong(
                    "-i, -o, --format and --timeout mean nothing here; the folder for the files is " + OUTPUT + " DIR");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> words = given.words().subList(1, given.words().size());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            Option option = option(equals < 0 ? word : word.substring(0, equals), word);
            boolean flag = option.label().isEmpty();
            if (flag ? equals >= 0 : equals < 0 && i + 1 == words.size()) {
                throw wrong("'" + word + "': "
                        + (flag ? option.name() + " takes no value" : option.label() + " is missing"));
            }
            String value = flag ? "" : equals >= 0 ? word.substring(equals + 1) : words.get(++i);
            if (values.put(option.name(), value) != null) {
                throw wrong("'" + option.name() + "' is given twice: leave out one");
            }
        }
        return values;
    }

    private static Option option(String name, String word) throws CliException {
        for (Option option : ALL) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw wrong("'" + word + "' is not known here" + (name.equals("--mgr") ? ": no manager is asked" : ""));
    }

    private static CliException wrong(String what) {
        return new CliException(CliException.USAGE, "init: " + what + "; see reeve init --help");
    }

    /**
     * The choices of completion.
     *
     * @param before the word before the one that is being typed
     * @param half   what is typed of it
     */
    static List<String> choices(String before, String half) {
        List<String> choices = before.equals(FORM)
                ? InitForm.all()
                : before.equals(OUTPUT) || half.isEmpty() || half.startsWith("-")
                        ? ALL.stream().map(Option::name).toList()
                        : List.of();
        return before.equals(OUTPUT)
                ? List.of() // the shell completes names of folders
                : choices.stream().filter(choice -> choice.startsWith(half)).toList();
    }
}
