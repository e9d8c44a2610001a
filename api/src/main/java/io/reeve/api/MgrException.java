package io.reeve.api;

import io.reeve.api.command.Errno;

/** The failure of an API call that the manager cannot carry out. The subclasses give the reason. */
public class MgrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MgrException(String message) {
        super(message);
    }

    /** The error with which a command ends whose handler lets this exception through. */
    public Errno errno() {
        return Errno.EINVAL;
    }

    public MgrException(String message, Throwable cause) {
        super(message, cause);
    }
}
