package io.reeve.report;

/** The state of a reporter. */
public enum ReporterState {
    /** Looking for the active manager, or waiting to look again. */
    SEARCHING,
    /** The active manager has accepted the daemon and gets its reports. */
    REPORTING,
    /** Closed. */
    CLOSED
}
