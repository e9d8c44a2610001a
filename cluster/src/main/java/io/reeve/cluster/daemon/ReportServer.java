package io.reeve.cluster.daemon;


/** The sessions of reporting daemons, as the active's work sees them: while it lasts, daemons are let in. */
public interface ReportServer extends DaemonCommands {
    /** From now on daemons may open sessions, which report there, under this epoch. Does not block. */
    void attach(DaemonReports reports, long epoch);

    /** Ends all sessions: this manager is active no more. Does not block. */
    void detach();
}
