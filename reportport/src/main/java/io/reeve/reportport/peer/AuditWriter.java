package io.reeve.reportport.peer;

/** The writer of other managers' lines to the audit channel, while this manager is active. */
@FunctionalInterface
public interface AuditWriter {
    /**
     * Writes a line to the audit channel; a line that is sent again is written only once. Called on the report port's thread;
     * must not block.
     *
     * @param by      the manager whose line it is: {@code mgr.b}
     * @param written to be run, on any thread, when the line is persisted; not run if that is unknown
     */
    void write(String by, String line, Runnable written);
}
