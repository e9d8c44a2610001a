package io.reeve.command;

/** A request that cannot be read. It carries no stack trace, since any client can cause it. */
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message, null, false, false);
    }

    /** The reason, as a sentence for the client. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
