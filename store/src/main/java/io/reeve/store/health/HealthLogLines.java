package io.reeve.store.health;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** What the cluster log says of a change of health, in the words of Ceph's monitor (HealthMonitor.cc). */
public final class HealthLogLines {
    /** One line. */
    public record Line(ClusterLogPriority priority, String text) {}

    private HealthLogLines() {}

    public static List<Line> of(HealthChange change) {
        List<Line> lines = new ArrayList<>();
        change.appeared()
                .forEach((code, checks) -> lines.add(new Line(priority(checks), "Health check failed: "
                        + summary(checks) + " (" + code + ")")));
        change.changed()
                .forEach((code, checks) -> lines.add(new Line(priority(checks), "Health check update: "
                        + summary(checks) + " (" + code + ")")));
        change.gone()
                .forEach((code, checks) -> lines.add(new Line(ClusterLogPriority.INFO, "Health check cleared: "
                        + code + " (was: " + summary(checks) + ")")));
        return lines;
    }

    private static String summary(List<HealthCheck> checks) {
        return String.join("; ", checks.stream().map(HealthCheck::summary).toList());
    }

    private static ClusterLogPriority priority(List<HealthCheck> checks) {
        return checks.stream().anyMatch(c -> c.severity() == HealthCheck.Severity.ERROR)
                ? ClusterLogPriority.ERROR
                : ClusterLogPriority.WARN;
    }
}
