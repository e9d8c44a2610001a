package io.reeve.report;

/** What a reporter is doing. */
public enum ReporterState {
    /** Looking for the active manager, or waiting to look again. */
    SEARCHING,
    /** The active manager has its session and gets its reports. */
    REPORTING,
    /** Closed. */
    CLOSED
}
