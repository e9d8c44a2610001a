package io.reeve.election;

import io.reeve.api.MgrException;
import io.reeve.api.command.Errno;

/** ZooKeeper does not answer now, so nothing was done, or nothing can be said. */
public final class UnavailableException extends MgrException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Errno errno() {
        return Errno.EAGAIN;
    }
}
