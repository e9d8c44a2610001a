package io.reeve.api;

/** What an API call throws when the manager cannot do it; the sub-classes say why. */
public class MgrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MgrException(String message) {
        super(message);
    }

    public MgrException(String message, Throwable cause) {
        super(message, cause);
    }
}
