package io.reeve.store.diagnostics;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.command.Data;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.store.clusterlog.ClusterLog;
import io.reeve.store.clusterlog.LogEntry;
import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthLogLines;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthReport;
import io.reeve.store.health.HealthStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The sections about what is stored. Of config-key they tell the number of keys and their size in all, and neither values nor
 * names nor the size of one, which says how long a password is. Of the cluster log they tell the managers' lines; what a
 * module has written there is left out, as it is from the log of a manager.
 */
public final class StoreDiagnostics {
    /** The start of the names of sources that are managers. */
    private static final String MANAGER = "mgr.";

    private StoreDiagnostics() {}

    /**
     * The sections of a manager in any role.
     *
     * @param managers the names of the cluster's managers now
     */
    public static List<DiagnosticSection> of(ConfigKeyStore keys, ClusterLog log, HealthStore health,
            HealthMutes mutes, Supplier<Set<String>> managers) {
        return List.of(DiagnosticSection.data("health", () -> health(health, mutes)),
                DiagnosticSection.text("health_history", () -> lines(log, managers.get(), HealthLogLines::isOfHealth)),
                DiagnosticSection.text("cluster_log", () -> lines(log, managers.get(), _ -> true)),
                DiagnosticSection.data("config_key", () -> Data.map("keys", keys.size(), "bytes", keys.bytes(),
                        "most_bytes", ConfigKeyStore.DEFAULT_LIMIT_BYTES)));
    }

    private static Map<String, Object> health(HealthStore store, HealthMutes mutes) {
        Map<String, List<String>> owners = new TreeMap<>();
        store.all().forEach((owner, checks) -> owners.put(owner, checks.stream().map(HealthCheck::code).toList()));
        return Data.map("health", HealthReport.of(store.all().values(), mutes.all()).data(true), "owners", owners);
    }

    private static Text lines(ClusterLog log, Set<String> managers, Predicate<String> wanted)
            throws InterruptedException {
        return Text.of(log.last(ClusterLog.KEPT, ClusterLogPriority.DEBUG, null)
                .stream()
                .filter(entry -> wanted.test(entry.message()))
                .map(entry -> line(entry, managers))
                .toList());
    }

    static String line(LogEntry entry, Set<String> managers) {
        String message = isManager(entry.name(), managers)
                ? entry.message()
                : "(" + entry.message().length() + " characters that are not a manager's)";
        return String.format(Locale.ROOT, "%d %s %s (%s) [%s] %s", entry.seq(), entry.stamp(), entry.name(),
                entry.channel().wireName(), entry.priority().wireName(), message);
    }

    /** Whether a source is {@code mgr.NAME}. Those of modules are {@code mgr.NAME.MODULE}, where a name may have dots too. */
    private static boolean isManager(String source, Set<String> managers) {
        if (!source.startsWith(MANAGER)) {
            return false;
        }
        String name = source.substring(MANAGER.length());
        return name.indexOf('.') < 0 || managers.contains(name);
    }
}
