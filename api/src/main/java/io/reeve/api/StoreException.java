package io.reeve.api;

import io.reeve.api.command.Errno;

/** The refusal of a write by the store. It has not happened; the message gives the reason, such as its size. */
public class StoreException extends MgrException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Errno errno() {
        return Errno.EIO;
    }
}
