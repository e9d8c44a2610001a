package io.reeve.reportport.peer;

/** The phases of the report port, which decide what a connection finds behind it. */
sealed interface PortPhase {
    /** The time before this manager knows its cluster: only probes are answered. */
    record Starting() implements PortPhase {}

    /** The time from {@link ReportPort#serve} on. */
    record Serving(ProvedRequests requests, PeerHandlers peers, DaemonAcceptor daemons) implements PortPhase {}
}
