package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * A write was sent and the connection was lost before its answer: it has happened, or it has not. Read back after
 * {@link MgrModule#thawed()}; if the module is stopped instead, its successor finds out.
 */
public class OutcomeUnknownException extends MgrException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
        super(message);
    }

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Errno errno() {
        return Errno.ETIMEDOUT;
    }
}
