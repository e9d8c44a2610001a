package io.reeve.cluster.data;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.daemon.PgId;
import io.reeve.cluster.data.PlacementGroups.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg PGID query}: what is known of one placement group, and what each storage daemon that holds it reports. The keys are
 * Ceph's; those of logs, scrubs and snapshots have no source.
 */
final class PgQuery {
    private final Supplier<Snapshot> snapshot;

    PgQuery(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    BuiltinCommand command() {
        return BuiltinCommand.of("pg name=pgid,type=CephPgid name=cmd,type=CephChoices,strings=query",
                "show what is known of a placement group, as in: pg 1.a query", "r", this::query);
    }

    private HandleCommandResult query(Command command) {
        PgId pgid;
        try {
            pgid = PgId.of(command.string("pgid"));
        } catch (IllegalArgumentException e) {
            return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
        }
        Snapshot now = snapshot.get();
        Optional<Group> group = PlacementGroups.of(now).all().stream().filter(g -> g.pgid().equals(pgid)).findFirst();
        return group.map(g -> HandleCommandResult.data(of(g, now)))
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "pgid '" + pgid
                        + "' does not exist, as far as storage daemons have reported to this manager"));
    }

    private static Map<String, Object> of(Group group, Snapshot now) {
        StateParts.OsdMapSummary map = now.part(StateParts.OSDS);
        int primary = group.acting().isEmpty() ? -1 : group.acting().getFirst();
        List<Map<String, Object>> peers = new ArrayList<>();
        for (int holder : group.holders()) {
            PlacementGroup told = told(now.daemons().get(OsdId.daemon(holder)), group.pgid());
            if (holder != primary && told != null) {
                peers.add(Data.map("peer", Integer.toString(holder), "pgid", group.pgid().toString(), "stats",
                        Data.map("state", told.state(), "stat_sum",
                                Data.map("num_bytes", told.bytes(), "num_objects", told.objects()))));
            }
        }
        return Data.map("state", group.state(), "epoch", map == null ? 0 : map.epoch(), "up", group.acting(), "acting",
                group.acting(), "info",
                Data.map("pgid", group.pgid().toString(), "stats", stats(group, primary)), "peer_info", peers);
    }

    private static Map<String, Object> stats(Group group, int primary) {
        return Data.map("state", group.state(), "stat_sum",
                Data.map("num_bytes", group.bytes().value(), "num_objects", group.objects().value(),
                        "num_object_copies", group.copies().value()),
                "up", group.acting(), "acting", group.acting(), "up_primary", primary, "acting_primary", primary);
    }

    private static @Nullable PlacementGroup told(@Nullable DaemonState daemon, PgId pgid) {
        return daemon == null
                ? null
                : daemon.facts().groups().stream().filter(g -> g.pgid().equals(pgid)).findFirst().orElse(null);
    }
}
