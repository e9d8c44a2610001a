package io.reeve.cluster.daemon;

/** The server of the sessions of reporting daemons. It admits daemons while this manager is active. */
public interface ReportServer extends DaemonCommandSender {
    /** Lets daemons open sessions, in this epoch, that report to the given receiver. Does not block. */
    void attach(DaemonReports reports, long epoch);

    /** Ends all sessions: this manager is no longer active. Does not block. */
    void detach();
}
