package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * This manager, or this instance of the module, is not the active one any more: the write was refused by the epoch and
 * has not happened, or the module was told to stop and left behind. There is no use in trying again.
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
