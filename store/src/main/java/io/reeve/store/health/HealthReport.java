package io.reeve.store.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.command.Data;
import io.reeve.api.command.Text;
import io.reeve.store.health.HealthMutes.Mute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster's health: the checks that modules and the manager have raised, as data with Ceph's keys and as text.
 *
 * @param checks by code
 * @param mutes  by code; muted checks do not count for the status
 */
public record HealthReport(Map<String, HealthCheck> checks, SortedMap<String, Mute> mutes) {
    /** The report of the checks of all owners; checks of two owners with the same code are merged, with all details. */
    public static HealthReport of(Collection<List<HealthCheck>> raised, SortedMap<String, Mute> mutes) {
        Map<String, HealthCheck> all = new TreeMap<>();
        raised.forEach(checks -> checks.forEach(c -> all.merge(c.code(), c, HealthReport::merge)));
        return new HealthReport(all, mutes);
    }

    private static HealthCheck merge(HealthCheck a, HealthCheck b) {
        List<String> detail = new ArrayList<>(a.detail());
        detail.addAll(b.detail());
        HealthCheck worse = a.severity().compareTo(b.severity()) >= 0 ? a : b;
        return new HealthCheck(a.code(), worse.severity(), worse.summary(), a.count() + b.count(), detail);
    }

    private List<HealthCheck> counting() {
        return checks.values().stream().filter(c -> !mutes.containsKey(c.code())).toList();
    }

    /** HEALTH_OK, HEALTH_WARN or HEALTH_ERR. */
    public String status() {
        return counting()
                .stream()
                .map(HealthCheck::severity)
                .max(HealthCheck.Severity::compareTo)
                .map(HealthCheck.Severity::wireName)
                .orElse("HEALTH_OK");
    }

    /** The data of {@code health} and {@code health detail}. */
    public Map<String, Object> data(boolean detail) {
        Map<String, Object> out = new LinkedHashMap<>();
        checks.forEach((code, check) -> {
            Map<String, Object> one = new LinkedHashMap<>(Data.map("severity", check.severity().wireName(), "summary",
                    Data.map("message", check.summary(), "count", check.count()), "muted",
                    mutes.containsKey(code)));
            if (detail) {
                one.put("detail", check.detail().stream().map(line -> Map.of("message", line)).toList());
            }
            out.put(code, one);
        });
        return Data.map("status", status(), "checks", out, "mutes",
                mutes.values().stream().map(HealthReport::mute).toList());
    }

    private static Map<String, Object> mute(Mute mute) {
        Map<String, Object> out = new LinkedHashMap<>(Data.map("code", mute.code(), "sticky", mute.sticky(), "summary",
                mute.summary(), "count", mute.count()));
        if (mute.until() > 0) {
            out.put("ttl", Instant.ofEpochMilli(mute.until()).toString());
        }
        return out;
    }

    /** The text of {@code health} and {@code health detail}. */
    Text text(boolean detail) {
        Text out = Text.of(line());
        if (detail) {
            for (HealthCheck check : checks.values()) {
                out.line(mark(check.code()) + (check.severity() == HealthCheck.Severity.ERROR ? "[ERR] " : "[WRN] ")
                        + check.code() + ": " + check.summary());
                check.detail().forEach(line -> out.line("    " + line));
            }
        }
        return out;
    }

    /** The line of {@code health} without its details. */
    public String line() {
        List<String> muted = checks.keySet().stream().filter(code -> mutes.containsKey(code)).toList();
        StringBuilder out = new StringBuilder(status());
        if (!counting().isEmpty()) {
            out.append(' ').append(String.join("; ", counting().stream().map(HealthCheck::summary).toList()));
        }
        if (!muted.isEmpty()) {
            out.append(" (muted: ").append(String.join(" ", muted)).append(')');
        }
        return out.toString();
    }

    private String mark(String code) {
        Mute mute = mutes.get(code);
        return mute == null
                ? ""
                : "(MUTED" + (mute.until() > 0 ? " until " + Instant.ofEpochMilli(mute.until()) : "")
                        + (mute.sticky() ? ", STICKY" : "") + ") ";
    }
}
