package io.reeve.command.grammar;

/** A value that does not fit its type. The message becomes part of a refusal, so there is no stack trace. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
