package io.reeve.store;

import io.reeve.api.StoreException;
import io.reeve.api.command.Errno;

/** Thrown when a value, or all values together, would be larger than the store takes. Commands answer EFBIG. */
public final class TooLargeException extends StoreException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }

    @Override
    public Errno errno() {
        return Errno.EFBIG;
    }
}
