package io.reeve.cluster.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a daemon reports besides its counters, as last reported in its session.
 *
 * @param status      what {@code service status} shows
 * @param statusStamp when it reported the status; null if it never did
 * @param taskStatus  the state of its tasks
 * @param health      its health metrics
 * @param groups      the placement groups that it holds
 * @param filesystem  the role of an mds; null if it never reported one
 */
public record DaemonFacts(Map<String, String> status, @Nullable Instant statusStamp, Map<String, String> taskStatus,
        List<DaemonReport.HealthMetric> health, List<DaemonReport.PlacementGroup> groups,
        DaemonReport.@Nullable FilesystemRole filesystem) {
    static final DaemonFacts NONE = new DaemonFacts(Map.of(), null, Map.of(), List.of(), List.of(), null);

    public DaemonFacts {
        status = Map.copyOf(status);
        taskStatus = Map.copyOf(taskStatus);
        health = List.copyOf(health);
        groups = List.copyOf(groups);
    }

    /** These facts, updated from a report; this object if the report holds none. */
    DaemonFacts with(DaemonReport report, Instant now) {
        if (report.status() == null && report.taskStatus() == null && report.health() == null
                && report.groups() == null && report.filesystem() == null) {
            return this;
        }
        return new DaemonFacts(report.status() == null ? status : report.status(),
                report.status() == null ? statusStamp : now,
                report.taskStatus() == null ? taskStatus : report.taskStatus(),
                report.health() == null ? health : report.health(), report.groups() == null ? groups : report.groups(),
                report.filesystem() == null ? filesystem : report.filesystem());
    }
}
