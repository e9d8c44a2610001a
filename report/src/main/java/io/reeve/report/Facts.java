package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.FilesystemRole;
import io.reeve.report.protocol.HealthMetric;
import io.reeve.report.protocol.PlacementGroup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest facts beside the counters: metadata, status and so on. Each is sent again when it is replaced. */
final class Facts {
    volatile Map<String, String> metadata;
    volatile @Nullable Map<String, String> status;
    volatile @Nullable Map<String, String> tasks;
    volatile @Nullable List<HealthMetric> health;
    volatile @Nullable List<PlacementGroup> groups;
    volatile @Nullable FilesystemRole filesystem;

    Facts(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
    }

    /** The facts as one session has sent them. */
    static final class Sent {
        private final Facts facts;
        private Map<String, String> metadata;
        private @Nullable Map<String, String> status;
        private @Nullable Map<String, String> tasks;
        private @Nullable List<HealthMetric> health;
        private @Nullable List<PlacementGroup> groups;
        private @Nullable FilesystemRole filesystem;

        /** @param metadata the metadata with which the session was opened */
        Sent(Facts facts, Map<String, String> metadata) {
            this.facts = facts;
            this.metadata = metadata;
        }

        /** The metadata if it has changed since the last call; null if not. */
        @Nullable
        Map<String, String> newMetadata() {
            Map<String, String> now = facts.metadata;
            boolean changed = !now.equals(metadata);
            metadata = now;
            return changed ? now : null;
        }

        /** Makes a report with the facts that changed since the last one. */
        Report report(List<Integer> undeclare, List<CounterSpec> declare, long[] values) {
            Map<String, String> newStatus = facts.status;
            Map<String, String> newTasks = facts.tasks;
            List<HealthMetric> newHealth = facts.health;
            List<PlacementGroup> newGroups = facts.groups;
            FilesystemRole newRole = facts.filesystem;
            Report report = new Report(undeclare, declare, values, changed(status, newStatus),
                    changed(tasks, newTasks), changed(health, newHealth), changed(groups, newGroups),
                    changed(filesystem, newRole));
            status = newStatus;
            tasks = newTasks;
            health = newHealth;
            groups = newGroups;
            filesystem = newRole;
            return report;
        }

        private static <T> @Nullable T changed(@Nullable T before, @Nullable T now) {
            return now == null || now.equals(before) ? null : now;
        }
    }
}
