package io.reeve.command.grammar;

/** A value that does not fit its type. The message becomes part of a refusal, so there is no stack trace. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String kind;

    BadValueException(String message) {
        this("bad value", message);
    }

    /** @param kind the kind of error, without the value */
    BadValueException(String kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
