package io.reeve.reportport.peer;

/** Writes lines of other managers into the audit channel, while this one is active. */
@FunctionalInterface
public interface AuditWriter {
    /**
     * Has a line in the audit channel, once however often it comes. Comes on the report port's thread and must return at
     * once.
     *
     * @param by      the manager whose line it is: {@code mgr.b}
     * @param written to be run, by any thread, if the line is there; never, if that is not sure
     */
    void write(String by, String line, Runnable written);
}
