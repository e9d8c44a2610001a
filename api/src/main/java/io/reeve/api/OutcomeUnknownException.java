package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * The failure of a write that was sent but whose answer was lost: it has happened, or it has not. To find out, read the
 * value after {@link MgrModule#thawed()}. If the module is stopped instead, its successor finds the value either way.
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
