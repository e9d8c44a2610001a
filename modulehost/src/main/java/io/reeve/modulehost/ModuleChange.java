package io.reeve.modulehost;

/**
 * What came of an order to enable, disable or restart a module.
 *
 * @param outcome the kind
 * @param text    one line for the user; empty if all went well and there is nothing to say
 */
public record ModuleChange(Outcome outcome, String text) {
    /** The kind. */
    public enum Outcome {
        /** Done: it runs and takes commands; or it has stopped. */
        DONE,
        /** There was nothing to do. */
        ALREADY,
        /** This manager has no such module (Ceph: ENOENT). */
        NOT_FOUND,
        /** The name is the manager's own. */
        RESERVED,
        /** It says that it cannot run here (Ceph: ENOENT). */
        CANNOT_RUN,
        /** It failed to start; it is enabled all the same and is tried again. */
        FAILED,
        /** A thread of its last instance does not end. */
        STUCK,
        /** It is not enabled, so it cannot be restarted. */
        NOT_ENABLED,
        /** The manager is not active any more. */
        CLOSED
    }

    /** Whether what was asked for is so now. */
    public boolean ok() {
        return outcome == Outcome.DONE || outcome == Outcome.ALREADY;
    }

    static ModuleChange done() {
        return new ModuleChange(Outcome.DONE, "");
    }
}
