package io.reeve.api;

import java.util.List;

/**
 * One health check, raised by a module or by a manager.
 *
 * @param code     upper case letters, digits and {@code _}: {@code HELLO_TOO_QUIET}
 * @param severity how bad
 * @param summary  one line
 * @param count    how many things it is about
 * @param detail   a line for each of them; long lists are cut when stored, {@code count} is not
 */
public record HealthCheck(String code, Severity severity, String summary, long count, List<String> detail) {
    /** How bad. */
    public enum Severity {
        /** {@code HEALTH_WARN} */
        WARNING,
        /** {@code HEALTH_ERR} */
        ERROR;

        /** {@code HEALTH_WARN} or {@code HEALTH_ERR}. */
        public String wireName() {
            return switch (this) {
                case WARNING -> "HEALTH_WARN";
                case ERROR -> "HEALTH_ERR";
            };
        }
    }

    public HealthCheck {
        if (!code.matches("[A-Z][A-Z0-9_]{0,127}")) {
            throw new IllegalArgumentException("health check code '" + code
                    + "' is not usable: use 1 to 128 upper case letters, digits and _, starting with a letter");
        }
        if (count < 0) {
            throw new IllegalArgumentException("health check " + code + ": count " + count + " is negative");
        }
        detail = List.copyOf(detail);
    }

    /** A warning about as many things as there are lines of detail, at least one. */
    public static HealthCheck warning(String code, String summary, String... detail) {
        return new HealthCheck(code, Severity.WARNING, summary, Math.max(1, detail.length), List.of(detail));
    }

    /** An error, likewise. */
    public static HealthCheck error(String code, String summary, String... detail) {
        return new HealthCheck(code, Severity.ERROR, summary, Math.max(1, detail.length), List.of(detail));
    }
}
