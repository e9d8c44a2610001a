package io.reeve.command.output;

import io.reeve.api.MgrException;
import io.reeve.api.command.Errno;

/** The failure of a command whose answer is larger than the manager keeps and sends. */
public final class AnswerTooLargeException extends MgrException {
    private static final long serialVersionUID = 1L;

    /** The largest answer, in bytes. */
    public static final int LIMIT = 64 << 20;

    public AnswerTooLargeException() {
        super("the answer is larger than " + LIMIT + " bytes, the limit for every command: ask for a part of it");
    }

    @Override
    public Errno errno() {
        return Errno.EFBIG;
    }
}
