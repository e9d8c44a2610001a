package io.reeve.store;

import io.reeve.api.StoreException;

/** A config-key name that cannot be stored: empty, too long, or not Unicode. Commands answer EINVAL. */
public final class BadKeyException extends StoreException {
    private static final long serialVersionUID = 1L;

    public BadKeyException(String message) {
        super(message);
    }
}
