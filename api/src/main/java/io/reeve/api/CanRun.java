package io.reeve.api;

/**
 * Whether a module can run on this manager, and if not, why. Shown in {@code mgr dump} and in health check
 * {@code MGR_MODULE_DEPENDENCY}.
 *
 * @param ok     true if it can
 * @param reason what is missing and how to get it; empty if nothing is
 */
public record CanRun(boolean ok, String reason) {
    /** Nothing is missing. */
    public static final CanRun YES = new CanRun(true, "");

    /** Something is missing: {@code reason} says what, and how to mend it. */
    public static CanRun no(String reason) {
        return new CanRun(false, reason);
    }
}
