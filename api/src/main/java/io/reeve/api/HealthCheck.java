package io.reeve.api;

import java.util.List;

/**
 * A health check that is raised by a module or by the manager, in Ceph's form.
 *
 * @param code     the unique code, 1 to 128 upper case letters, digits and {@code _}: {@code HELLO_TOO_QUIET}
 * @param severity the severity
 * @param summary  one line
 * @param count    the number of things that the check is about
 * @param detail   one line for each of them; a long list is cut off when stored, {@code count} stays
 */
public record HealthCheck(String code, Severity severity, String summary, long count, List<String> detail) {
    /** The severity of a health check. */
    public enum Severity {
        /** A warning: {@code HEALTH_WARN}. */
        WARNING,
        /** An error: {@code HEALTH_ERR}. */
        ERROR;

        /** The name as Ceph spells it: {@code HEALTH_WARN} or {@code HEALTH_ERR}. */
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

    /** A warning; its count is the number of lines of detail, at least 1. */
    public static HealthCheck warning(String code, String summary, String... detail) {
        return new HealthCheck(code, Severity.WARNING, summary, Math.max(1, detail.length), List.of(detail));
    }

    /** An error; its count is the number of lines of detail, at least 1. */
    public static HealthCheck error(String code, String summary, String... detail) {
        return new HealthCheck(code, Severity.ERROR, summary, Math.max(1, detail.length), List.of(detail));
    }
}
