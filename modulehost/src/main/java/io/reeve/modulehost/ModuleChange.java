package io.reeve.modulehost;

/**
 * The result of enabling, disabling or restarting a module.
 *
 * @param outcome the kind of result
 * @param text    one line for the user; empty if there is nothing to say
 */
public record ModuleChange(ChangeOutcome outcome, String text) {
    /** The kind of result. */
    public enum ChangeOutcome {
        /** Done: the module runs and accepts commands, or it has stopped. */
        DONE,
        /** There was nothing to do. */
        ALREADY,
        /** This manager has no such module (Ceph: ENOENT). */
        NOT_FOUND,
        /** The name is reserved for the manager. */
        RESERVED,
        /** The module reports that it cannot run here (Ceph: ENOENT). */
        CANNOT_RUN,
        /** The module failed to start; it is enabled nevertheless and will be started again. */
        FAILED,
        /** A thread of the last instance of the module does not end. */
        STUCK,
        /** The module is not enabled, so it cannot be restarted. */
        NOT_ENABLED,
        /** The manager is not active any more. */
        CLOSED
    }

    /** Whether the requested state is reached. */
    public boolean ok() {
        return outcome == ChangeOutcome.DONE || outcome == ChangeOutcome.ALREADY;
    }

    static ModuleChange done() {
        return new ModuleChange(ChangeOutcome.DONE, "");
    }
}
