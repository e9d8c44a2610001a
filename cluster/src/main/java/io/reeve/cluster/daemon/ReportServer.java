package io.reeve.cluster.daemon;

/** The server of the sessions of reporting daemons. It admits daemons while this manager is active. */
public interface ReportServer extends DaemonCommandSender {
    /**
     * Sets the receiver of the sessions that daemons open in this epoch. Those that come before {@link #admit} wait for a
     * while. Does not block.
     */
    void attach(DaemonReports reports, long epoch);

    /** Begins to let daemons in, since this manager is available. Does not block. */
    void admit();

    /** Ends all sessions: this manager is no longer active. Does not block. */
    void detach();
}
