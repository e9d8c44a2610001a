package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * The refusal of a write because the manager is frozen: it may have lost its leadership without knowing. Nothing was
 * sent, so the write has not happened. Try again after {@link MgrModule#thawed()}. Reads still work.
 */
public class FrozenException extends MgrException {
    private static final long serialVersionUID = 1L;

    public FrozenException(String message) {
        super(message);
    }

    public FrozenException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Errno errno() {
        return Errno.EAGAIN;
    }
}
