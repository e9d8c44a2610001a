package io.reeve.cli;

/** A failure of the command line itself, with a message for the user and the exit code. */
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
