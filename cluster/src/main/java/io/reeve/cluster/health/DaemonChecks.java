package io.reeve.cluster.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The health checks of daemons of any type. */
public final class DaemonChecks {
    private static final CheckDefinition SLOW_OPS = CheckDefinition.warning("SLOW_OPS", Evidence.REPORTS);
    private static final CheckDefinition DAEMON_SILENT = CheckDefinition.warning("DAEMON_SILENT", Evidence.REPORTS);
    /** The checks that are made here. */
    public static final List<CheckDefinition> DEFINITIONS = List.of(SLOW_OPS, DAEMON_SILENT);

    private DaemonChecks() {}

    /** The checks that these daemons raise now. */
    public static List<HealthCheck> of(DaemonTable daemons) {
        List<HealthCheck> found = new ArrayList<>(slowOperations(daemons));
        List<String> silent = daemons.stream()
                .filter(d -> d.presence() == DaemonState.Presence.SILENT && !d.id().type().equals("osd"))
                .map(d -> d.id() + " has not reported since " + d.heardAt().truncatedTo(ChronoUnit.SECONDS))
                .toList();
        if (!silent.isEmpty()) {
            found.add(DAEMON_SILENT.raised(
                    Plurals.count(silent.size(), "daemon is", "daemons are") + " silent", silent.size(), silent));
        }
        return found;
    }

    /** The slow operations of all daemons, in the words of Ceph's DaemonHealthMetricCollector. */
    private static List<HealthCheck> slowOperations(DaemonTable daemons) {
        long count = 0;
        long oldest = 0;
        List<String> who = new ArrayList<>();
        List<String> detail = new ArrayList<>();
        for (DaemonState daemon : daemons.stream()
                .filter(d -> d.presence() == DaemonState.Presence.REPORTING)
                .toList()) {
            for (HealthMetric metric : daemon.facts().health()) {
                if (metric.type().equals("SLOW_OPS") && metric.count() > 0) {
                    count += metric.count();
                    oldest = Math.max(oldest, metric.oldest());
                    who.add(daemon.id().name());
                    detail.add(daemon.id() + " has " + metric.count() + " slow ops, oldest one blocked for "
                            + metric.oldest() + " sec");
                }
            }
        }
        if (who.isEmpty()) {
            return List.of();
        }
        String names = who.size() == 1
                ? who.getFirst() + " has slow ops"
                : "daemons [" + String.join(",", who.subList(0, Math.min(10, who.size())))
                        + (who.size() > 10 ? ",..." : "")
                        + "] have slow ops.";
        return List.of(SLOW_OPS.raised(
                count + " slow ops, oldest one blocked for " + oldest + " sec, " + names, count, detail));
    }
}
