package io.reeve.cluster.health;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.health.CheckDefinition.Evidence;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** The health checks of daemons of any type. */
public final class DaemonChecks {
    private static final CheckDefinition SLOW_OPS = CheckDefinition.warning("SLOW_OPS", Evidence.REPORTS);
    private static final CheckDefinition DAEMON_SILENT = CheckDefinition.warning("DAEMON_SILENT", Evidence.REPORTS);
    /** The checks that are made here. */
    public static final List<CheckDefinition> DEFINITIONS = List.of(SLOW_OPS, DAEMON_SILENT);

    private static final int NAMED = 10;

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
        Amount count = Amount.ZERO;
        long oldest = 0;
        SequencedSet<String> who = new LinkedHashSet<>();
        List<String> detail = new ArrayList<>();
        for (DaemonState daemon : daemons.stream()
                .filter(d -> d.presence() == DaemonState.Presence.REPORTING)
                .toList()) {
            for (HealthMetric metric : daemon.facts().health()) {
                if (metric.type().equals("SLOW_OPS") && metric.count() > 0) {
                    count = count.plus(new Amount(metric.count()));
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
                : "daemons [" + who.stream().limit(NAMED).collect(Collectors.joining(","))
                        + (who.size() > NAMED ? ",..." : "")
                        + "] have slow ops.";
        return List.of(SLOW_OPS.raised(
                count.value() + " slow ops, oldest one blocked for " + oldest + " sec, " + names, count.value(),
                detail));
    }
}
