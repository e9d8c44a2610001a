package io.reeve.command;

/** Says why a request cannot be read; carries no stack, since strangers cause it. */
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
