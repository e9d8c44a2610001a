package io.reeve.api;

import io.reeve.api.command.Errno;
/** A write was refused by the store and has not happened: the message says why (too large, no such key …). */
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
