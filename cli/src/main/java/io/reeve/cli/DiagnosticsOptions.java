package io.reeve.cli;

import java.time.Duration;

/**
 * The options of {@code reeve diagnostics}.
 *
 * @param output the file for the archive, {@code -} for standard output
 * @param force  whether a file that exists is replaced
 */
record DiagnosticsOptions(String output, boolean force) {
    /** The word that this program itself understands; every other command is a manager's. */
    static final String WORD = "diagnostics";
    static final String FORCE = "--force";
    static final String USAGE = """
            Usage: reeve [--mgr URL,…] diagnostics -o FILE [--force]

            Asks every manager that can be reached what it is and does, and puts the answers into one zip file:
            role, health, maps, cluster log, threads, versions, settings, modules, metrics, the end of its log.
            Secrets stay out: no value of config-key, of an option that is a text or tagged secret, of a variable.
            Audit lines hold the arguments of commands, except those that a command declares secret.

              -o FILE    The archive, for this user alone (mode 0600); - is standard output.
              --force    Replaces FILE if it exists.

            Each node has 30 s and may send 64 MiB. manifest.json in the archive says which nodes answered, and
            sections.json of each node what was cut off or is missing. Progress goes to standard error.
            Exit code: 0 if at least one node answered; 111 if none did, and then no file is written.
            """;

    static DiagnosticsOptions of(CommandLineOptions given) throws CliException {
        boolean force = false;
        for (String word : given.words().subList(1, given.words().size())) {
            if (!word.equals(FORCE)) {
                throw wrong("'" + word + "' is not known here"
                        + (word.startsWith("--mgr") ? ": write --mgr before the word diagnostics" : ""));
            }
            force = true;
        }
        if (given.input() != null) {
            throw wrong("-i means nothing here: nothing is sent");
        }
        if (!given.format().equals("plain")) {
            throw wrong("--format means nothing here: the archive has files of their own forms");
        }
        if (!given.timeout().equals(Duration.ZERO)) {
            throw wrong("--timeout means nothing here: each node has 30 s");
        }
        if (given.output() == null || given.output().isEmpty()) {
            throw wrong("-o FILE is missing: name the archive, such as -o diagnostics.zip, or - for standard output");
        }
        return new DiagnosticsOptions(given.output(), force);
    }

    private static CliException wrong(String what) {
        return new CliException(CliException.USAGE, "diagnostics: " + what + "; see reeve diagnostics --help");
    }
}
