package io.reeve.command.grammar;

/** Says why a value does not fit a type; becomes part of a refusal, so it carries no stack. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
