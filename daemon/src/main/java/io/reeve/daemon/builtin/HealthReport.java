package io.reeve.daemon.builtin;

import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.MgrMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster's health: what modules and manager have raised, and what the MgrMap tells, as data with Ceph's keys and as
 * text.
 *
 * @param checks by code
 */
public record HealthReport(Map<String, HealthCheck> checks) {
    /** Of everybody's checks; the same code from two owners is one check with both their details. */
    public static HealthReport of(Collection<List<HealthCheck>> raised, MgrMap map) {
        Map<String, HealthCheck> all = new TreeMap<>();
        raised.forEach(checks -> checks.forEach(c -> all.merge(c.code(), c, HealthReport::merge)));
        if (map.available() && map.standbys().isEmpty()) {
            all.put("MGR_NO_STANDBY", HealthCheck.warning("MGR_NO_STANDBY", "no standby manager",
                    "no manager can take over from the active one: start another"));
        }
        return new HealthReport(all);
    }

    private static HealthCheck merge(HealthCheck a, HealthCheck b) {
        List<String> detail = new ArrayList<>(a.detail());
        detail.addAll(b.detail());
        HealthCheck worse = a.severity().compareTo(b.severity()) >= 0 ? a : b;
        return new HealthCheck(a.code(), worse.severity(), worse.summary(), a.count() + b.count(), detail);
    }

    /** HEALTH_OK, HEALTH_WARN or HEALTH_ERR. */
    public String status() {
        return checks.values()
                .stream()
                .map(HealthCheck::severity)
                .max(HealthCheck.Severity::compareTo)
                .map(HealthCheck.Severity::wireName)
                .orElse("HEALTH_OK");
    }

    /** As {@code health detail --format json}. */
    public Map<String, Object> data(boolean detail) {
        Map<String, Object> out = new LinkedHashMap<>();
        checks.forEach((code, check) -> {
            Map<String, Object> one = MgrMapDump.ordered("severity", check.severity().wireName(), "summary",
                    MgrMapDump.ordered("message", check.summary(), "count", check.count()), "muted", false);
            if (detail) {
                one.put("detail", check.detail().stream().map(line -> Map.of("message", line)).toList());
            }
            out.put(code, one);
        });
        return MgrMapDump.ordered("status", status(), "checks", out, "mutes", List.of());
    }

    /** As {@code health} in format plain. */
    public String text(boolean detail) {
        if (checks.isEmpty()) {
            return status();
        }
        StringBuilder out = new StringBuilder(status()).append(' ')
                .append(String.join("; ", checks.values().stream().map(HealthCheck::summary).toList()));
        if (detail) {
            checks.values().forEach(check -> {
                out.append('\n')
                        .append(check.severity() == HealthCheck.Severity.ERROR ? "[ERR] " : "[WRN] ")
                        .append(check.code())
                        .append(": ")
                        .append(check.summary());
                check.detail().forEach(line -> out.append("\n    ").append(line));
            });
        }
        return out.toString();
    }
}
