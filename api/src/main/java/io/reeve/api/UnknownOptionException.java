package io.reeve.api;

/** The failure to access an option that the module has not declared. */
public class UnknownOptionException extends MgrException {
    private static final long serialVersionUID = 1L;

    public UnknownOptionException(String message) {
        super(message);
    }

    public UnknownOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
