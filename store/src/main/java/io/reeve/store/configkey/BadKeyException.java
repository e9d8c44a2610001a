package io.reeve.store.configkey;

import io.reeve.api.StoreException;
import io.reeve.api.command.Errno;

/** The refusal of a config-key that cannot be stored: empty, too long, or not Unicode. Commands answer EINVAL. */
public final class BadKeyException extends StoreException {
    private static final long serialVersionUID = 1L;

    public BadKeyException(String message) {
        super(message);
    }

    @Override
    public Errno errno() {
        return Errno.EINVAL;
    }
}
