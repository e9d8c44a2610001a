package io.reeve.command;

import io.reeve.api.MgrException;
import io.reeve.api.command.Errno;

/**
 * The refusal of a command of which nothing was done, because whoever would carry it out does not at present. The
 * {@link CommandDispatcher} answers it like every such refusal, and the client tries again.
 */
public final class NotExecutedException extends MgrException {
    private static final long serialVersionUID = 1L;

    public NotExecutedException(String message) {
        super(message);
    }

    @Override
    public Errno errno() {
        return Errno.EAGAIN;
    }
}
