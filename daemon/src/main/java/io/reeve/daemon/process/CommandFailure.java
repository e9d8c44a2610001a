package io.reeve.daemon.process;

/** A failure whose message tells the user all that is needed, and the exit status that goes with it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    public CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A refusal or failure: exit status 1. */
    public CommandFailure(String message) {
        this(ProcessExit.FAILED, message);
    }

    public int status() {
        return status;
    }
}
