package io.reeve.modules.prometheus;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of health.
 *
 * @param seen the health checks that there have been
 */
record HealthMetrics(ClusterView cluster, SeenChecks seen) {
    private static final Pattern COUNT = Pattern.compile("^(\\d{1,15}) ");

    void write(Families to) throws IOException {
        Map<?, ?> health = DataReader.map(cluster.get("health"));
        to.one("ceph_health_status", MetricType.UNTYPED, "Cluster health status",
                switch (DataReader.text(health, "status")) {
                    case "HEALTH_OK" -> 0;
                    case "HEALTH_WARN" -> 1;
                    default -> 2;
                });
        to.one("ceph_healthcheck_slow_ops", MetricType.GAUGE,
                "OSD or Monitor requests taking a long time to process",
                slowOps(DataReader.map(DataReader.map(health, "checks"), "SLOW_OPS")));
        to.family("ceph_health_detail", MetricType.GAUGE, "healthcheck status by type (0=inactive, 1=active)");
        for (SeenChecks.Check check : seen.checks(health)) {
            to.add(check.active() ? 1 : 0, "name", check.name(), "severity", check.severity());
        }
    }

    /** The number with which the summary begins, as in Ceph; without one, the count of the check. */
    private static double slowOps(Map<?, ?> check) {
        Map<?, ?> summary = DataReader.map(check, "summary");
        Matcher number = COUNT.matcher(DataReader.text(summary, "message"));
        return number.find() ? Double.parseDouble(number.group(1)) : DataReader.number(summary, "count").orElse(0.0);
    }
}
