package io.reeve.api;

/** The failure of an API call that the manager cannot carry out. The subclasses give the reason. */
public class MgrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MgrException(String message) {
        super(message);
    }

    public MgrException(String message, Throwable cause) {
        super(message, cause);
    }
}
