package io.reeve.api;

import io.reeve.api.command.Errno;
/**
 * The manager is frozen: it may have lost its leadership and does not know yet. Reads still answer; a write is refused
 * before anything was sent, so it has not happened. Try again after {@link MgrModule#thawed()}.
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
