package io.reeve.store;

import io.reeve.api.StoreException;
import io.reeve.api.command.Errno;

/**
 * The refusal of a value that would make it, or all values together, larger than the store takes. Commands answer
 * EFBIG.
 */
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
