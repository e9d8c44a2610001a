package io.reeve.cluster.data;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The data name {@code osd_pool_stats} and the command {@code osd pool stats}: what recovery has to do in each pool. Storage
 * daemons do not tell which pool their reads and writes are of, so the rates are always empty.
 */
final class PoolStats {
    private final Supplier<Snapshot> snapshot;

    PoolStats(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    static DataName name() {
        return new DataName("osd_pool_stats", PlacementGroups.PARTS, PoolStats::all);
    }

    BuiltinCommand command() {
        return BuiltinCommand.of("osd pool stats name=pool_name,type=CephPoolname,req=false",
                "show what recovery has to do in each pool, or in one", "r", this::stats);
    }

    private static Object all(DataInputs in) {
        PlacementGroups groups = PlacementGroups.of(in);
        return Map.of("pool_stats", ReportedOsd.pools(in)
                .stream()
                .map(p -> Data.map("pool_name", p.name(), "pool_id", p.id(), "recovery",
                        recovery(p, groups.byPool().getOrDefault(p.id(), List.of())), "recovery_rate", Map.of(),
                        "client_io_rate", Map.of()))
                .toList());
    }

    /** The copies of objects that are missing, of all that there should be; of a stale group as last heard. Nothing if none is. */
    private static Map<String, Object> recovery(StateParts.PoolSummary pool, List<Group> groups) {
        Amount missing = PlacementGroups.sum(groups, Group::missing);
        Amount wanted = PlacementGroups.sum(groups,
                group -> Amount.nearest((double) group.objects().value() * pool.size()));
        return missing.value() == 0
                ? Map.of()
                : Data.map("degraded_objects", missing.value(), "degraded_total", wanted.value(), "degraded_ratio",
                        missing.of(wanted));
    }

    private HandleCommandResult stats(Command command) {
        Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(snapshot.get().get("osd_pool_stats"), "osd_pool_stats");
        List<?> pools = (List<?>) Objects.requireNonNull(data.get("pool_stats"), "pool_stats");
        String wanted = command.string("pool_name", "");
        List<Map<?, ?>> shown = pools.stream()
                .<Map<?, ?>>map(Map.class::cast)
                .filter(p -> !command.has("pool_name")
                        || (p.get("pool_name") instanceof String name && name.equals(wanted)))
                .toList();
        if (command.has("pool_name") && shown.isEmpty()) {
            return HandleCommandResult.error(Errno.ENOENT, "unrecognized pool '" + wanted + "'");
        }
        Text text = new Text();
        shown.forEach(p -> text.line("pool " + p.get("pool_name") + " id " + p.get("pool_id")).line(line(p)).line(""));
        return HandleCommandResult.data(shown, shown.isEmpty() ? Text.of("there are no pools!") : text);
    }

    private static String line(Map<?, ?> pool) {
        return pool.get("recovery") instanceof Map<?, ?> recovery
                && recovery.get("degraded_ratio") instanceof Double ratio
                        ? String.format(Locale.ROOT, "  %s/%s objects degraded (%.3f%%)",
                                recovery.get("degraded_objects"),
                                recovery.get("degraded_total"), 100 * ratio)
                        : "  nothing is going on";
    }
}
