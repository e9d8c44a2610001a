package io.reeve.election;

import io.reeve.api.MgrException;
import io.reeve.api.command.Errno;

/** The failure of a call because ZooKeeper does not answer: nothing was done, or nothing is known about it. */
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
