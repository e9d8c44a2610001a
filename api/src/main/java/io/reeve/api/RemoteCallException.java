package io.reeve.api;

/** A call to another module failed: no such module, no such method, or the method threw; see the cause. */
public class RemoteCallException extends MgrException {
    private static final long serialVersionUID = 1L;

    public RemoteCallException(String message) {
        super(message);
    }

    public RemoteCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
