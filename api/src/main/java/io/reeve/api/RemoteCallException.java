package io.reeve.api;

/**
 * The failure of a call to another module: no such module or method, or the method threw the exception that is the
 * cause.
 */
public class RemoteCallException extends MgrException {
    private static final long serialVersionUID = 1L;

    public RemoteCallException(String message) {
        super(message);
    }

    public RemoteCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
