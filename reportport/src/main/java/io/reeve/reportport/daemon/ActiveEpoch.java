package io.reeve.reportport.daemon;

import io.reeve.cluster.daemon.DaemonReports;

/**
 * One time of being active.
 *
 * @param epoch     of this manager as the active
 * @param reports   where reports go
 * @param conflicts among what daemons declared in it
 */
record ActiveEpoch(long epoch, DaemonReports reports, CounterConflicts conflicts) {}
