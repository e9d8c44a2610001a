package io.reeve.cli;

/** The command line itself cannot go on: what to tell the user, and the exit code. */
final class CliException extends Exception {
    private static final long serialVersionUID = 1L;
    static final int USAGE = 2;
    private final int exitCode;

    CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
