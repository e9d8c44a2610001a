package io.reeve.api;

/** A module asked for an option that it has not declared. */
public class UnknownOptionException extends MgrException {
    private static final long serialVersionUID = 1L;

    public UnknownOptionException(String message) {
        super(message);
    }

    public UnknownOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
