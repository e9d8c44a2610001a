package io.reeve.report.protocol;

/** Bytes arrived that are no frame of ours. */
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

    /** The message, which is never null. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Whether they look like an HTTP request, whose sender understands an HTTP answer. */
    public boolean http() {
        return http;
    }
}
