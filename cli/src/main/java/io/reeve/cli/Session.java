package io.reeve.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The interactive shell that a run is part of, with the options that hold for each of its lines; a run that a line of another
 * shell started is part of none.
 *
 * @param mgr        the managers' URLs; null if not given
 * @param format     the format in which managers render answers
 * @param timeout    the time after which to give up; zero for never
 * @param opensShell whether a run without words opens a shell, since a person at a terminal can type lines
 */
record Session(@Nullable String mgr, String format, Duration timeout, boolean opensShell) {
    /** No shell, and nobody to open one for. */
    static final Session NONE = new Session(null, "plain", Duration.ZERO, false);
    /** No shell yet; a person at a terminal may open one. */
    static final Session OF_A_PERSON = new Session(null, "plain", Duration.ZERO, true);

    /** The session of the lines of a shell that was called with these options. */
    static Session of(CommandLineOptions given) throws CliException {
        if (given.input() != null || given.output() != null) {
            String option = given.input() != null ? "-i" : "-o";
            throw new CliException(CliException.USAGE,
                    option + " belongs to one command, and not to the shell, which opens"
                            + " when there is none: write it in the line of the command");
        }
        return new Session(given.mgr(), given.format(), given.timeout(), false);
    }
}
