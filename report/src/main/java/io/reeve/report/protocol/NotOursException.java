package io.reeve.report.protocol;

/** The failure to read bytes that are not a frame of this protocol. */
public final class NotOursException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean http;

    public NotOursException(String message) {
        this(message, false);
    }

    NotOursException(String message, boolean http) {
        super(message);
        this.http = http;
    }

    /** The description of the bytes; the message, which is never null. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Whether the bytes look like an HTTP request, whose sender understands an HTTP response. */
    public boolean http() {
        return http;
    }
}
