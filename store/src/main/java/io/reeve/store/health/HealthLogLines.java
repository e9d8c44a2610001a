package io.reeve.store.health;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** The lines of the cluster log for a change of health, in the words of Ceph's monitor (HealthMonitor.cc). */
public final class HealthLogLines {
    /** A line and its priority. */
    public record Line(ClusterLogPriority priority, String text) {}

    private static final String START = "Health check ";

    private HealthLogLines() {}

    /** Whether a line of the cluster log is one of these. */
    public static boolean isOfHealth(String line) {
        return line.startsWith(START);
    }

    /** The lines of a change: first the codes that appeared, then those that changed, then those that are gone. */
    public static List<Line> of(HealthChange change) {
        List<Line> lines = new ArrayList<>();
        change.appeared()
                .forEach((code, checks) -> lines.add(new Line(priority(checks), START + "failed: "
                        + summary(checks) + " (" + code + ")")));
        change.changed()
                .forEach((code, checks) -> lines.add(new Line(priority(checks), START + "update: "
                        + summary(checks) + " (" + code + ")")));
        change.gone()
                .forEach((code, checks) -> lines.add(new Line(ClusterLogPriority.INFO, START + "cleared: "
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
