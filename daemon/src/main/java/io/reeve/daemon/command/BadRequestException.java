package io.reeve.daemon.command;

/** Says why a request cannot be read; carries no stack, since strangers cause it. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
