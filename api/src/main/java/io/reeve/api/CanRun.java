package io.reeve.api;

/**
 * The answer to whether a module can run on this manager, with the reason if it cannot. Shown in {@code mgr dump} and
 * in health check {@code MGR_MODULE_DEPENDENCY}.
 *
 * @param ok     whether it can run
 * @param reason what is missing and how to get it; empty if nothing is missing
 */
public record CanRun(boolean ok, String reason) {
    /** The answer of a module that can run. */
    public static final CanRun YES = new CanRun(true, "");

    /**
     * The answer of a module that cannot run.
     *
     * @param reason what is missing and how to get it
     */
    public static CanRun no(String reason) {
        return new CanRun(false, reason);
    }
}
