package io.reeve.store;

import io.reeve.api.StoreException;

/** A value, or all of them together, would be larger than the store takes. Commands answer EFBIG. */
public final class TooLargeException extends StoreException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }
}
