package io.reeve.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program's own options as picocli knows them: in all forms, with what is said of mistakes, and the help. Loaded only for
 * these; {@link CommandLineOptions} reads what most lines have.
 */
final class OwnOptions {
    private OwnOptions() {}

    /** The values of the options by their long names; those of flags are of no meaning. */
    static Map<String, String> parse(List<String> own) throws CliException {
        try {
            ParseResult parsed = new CommandLine(spec()).parseArgs(own.toArray(String[]::new));
            Map<String, String> values = new HashMap<>();
            for (OptionSpec option : parsed.matchedOptions()) {
                values.put(option.longestName(), String.valueOf(option.<Object>getValue()));
            }
            return values;
        } catch (ParameterException e) {
            throw new CliException(CliException.USAGE, e.getMessage() + "; see reeve --help");
        }
    }

    /** The help text of the own options. */
    static String usage() {
        return new CommandLine(spec()).getUsageMessage(Ansi.OFF);
    }

    /** The declarations, from which the help comes; the manual page has the same. */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("reeve");
        spec.usageMessage()
                .width(100)
                .customSynopsis("reeve [OPTIONS] WORDS…")
                .description("",
                        "Sends a command to the managers of a cluster: any node will do. 'reeve diagnostics -o FILE' asks all"
                                + " of them what they do, for a report of a fault; 'reeve explain CODE' says what a health check"
                                + " means and what to do; 'reeve init' writes a first configuration. Without words at a"
                                + " terminal: a shell.",
                        "");
        spec.addOption(text("--mgr", "URL,…", "The nodes. Default: REEVE_MGR, else http://127.0.0.1:9480, then the "
                + "demo's :9481, :9482 and :9483."));
        spec.addOption(
                text("--format", "FORMAT", "How to show the answer: " + String.join(", ", CommandLineOptions.FORMATS)
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
        spec.addOption(flag("Shows the status: reeve status.", "-s", "--status"));
        spec.addOption(
                flag("After the word status, or with -s: shows the status again and again; a terminal is redrawn.",
                        "--watch"));
        spec.addOption(flag("Shows the status, and then the cluster log as it grows, through failovers.", "-w",
                "--follow"));
        spec.addOption(text("--level", "LEVEL",
                "With -w: only entries of this level and above: " + String.join(", ", Following.LEVELS) + "."));
        spec.addOption(text("--channel", "CHANNEL",
                "With -w: only entries of this channel: " + String.join(", ", Following.CHANNELS) + "."));
        spec.addOption(text("--interval", "S",
                "With -w or --watch: the time between two questions. Default: 1 s for the log, 2 s for the status."));
        spec.addOption(text("--completion", "SHELL",
                "The same as reeve completion SHELL: prints a completion script for bash, zsh or fish."));
        spec.addOption(flag("Shows this; with WORDS, what the commands that begin so take.", "-h", "--help"));
        spec.addOption(flag("Shows the version of this program.", "--version"));
        spec.usageMessage()
                .footer("", "All options stand before the words; --format, -i, -o, --timeout and --help may stand "
                        + "anywhere, up to a --.",
                        "A terminal gets colours (unless NO_COLOR is set) and tables as narrow as it is; a pipe or file gets neither.",
                        "With -w or --watch, --timeout ends the show, with exit code 0.",
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
