package io.reeve.reportport.daemon;

import io.reeve.cluster.daemon.DaemonReports;

/**
 * One epoch in which this manager is active, for the sessions of daemons.
 *
 * @param epoch     its number
 * @param reports   the receiver of reports
 * @param conflicts the conflicts between the declarations of this epoch's sessions
 */
record ActiveEpoch(long epoch, DaemonReports reports, CounterConflicts conflicts) {}
