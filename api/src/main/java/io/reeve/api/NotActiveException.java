package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * The refusal of a call because this manager, or this instance of the module, is no longer the active one. A write has
 * not happened. Do not try again.
 */
public class NotActiveException extends MgrException {
    private static final long serialVersionUID = 1L;

    public NotActiveException(String message) {
        super(message);
    }

    public NotActiveException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Errno errno() {
        return Errno.ESTALE;
    }
}
