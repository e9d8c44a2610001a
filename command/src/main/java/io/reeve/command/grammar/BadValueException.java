package io.reeve.command.grammar;

/** A value that does not fit its type. The message becomes part of a refusal, so there is no stack trace. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String kind;
    private final boolean outOfRange;

    BadValueException(String message) {
        this("bad value", message);
    }

    /** @param kind the kind of error, without the value */
    BadValueException(String kind, String message) {
        this(kind, message, false);
    }

    private BadValueException(String kind, String message, boolean outOfRange) {
        super(message, null, false, false);
        this.kind = kind;
        this.outOfRange = outOfRange;
    }

    /** A number that is one, but not within its bounds. */
    static BadValueException outOfRange(String message) {
        return new BadValueException("bad value", message, true);
    }

    /** This refusal, with the name of the parameter whose value it is. */
    BadValueException of(String parameter) {
        return new BadValueException("bad value of " + parameter, parameter + ": " + reason(), outOfRange);
    }

    boolean isOutOfRange() {
        return outOfRange;
    }

    String kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
