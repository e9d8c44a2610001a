package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.cluster.daemon.PgId;
import io.reeve.maps.crush.Crush;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code osd find|ok-to-stop|safe-to-destroy}: where a storage daemon is, and what its placement groups lose without it;
 * keys and texts as Ceph's (DaemonServer.cc).
 */
public final class OsdAdviceCommands {
    private static final String IDS = " name=ids,type=CephString,n=N";
    private final OsdMaps maps;

    public OsdAdviceCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd find name=id,type=CephOsdName", "show where a storage daemon is", "r",
                        c -> find(OsdIds.one(c))),
                BuiltinCommand.of("osd ok-to-stop" + IDS,
                        "check that all placement groups can be served without some storage daemons", "r",
                        this::okToStop),
                BuiltinCommand.of("osd safe-to-destroy" + IDS,
                        "check that no placement group needs some storage daemons", "r", this::safeToDestroy),
                new OsdDestroyCommand(maps, this).command());
    }

    private HandleCommandResult find(int id) {
        OsdMap map = maps.osd().map();
        Osd osd = map.osds().get(id);
        if (osd == null) {
            return HandleCommandResult.error(Errno.ENOENT, "osd." + id + " does not exist");
        }
        DaemonState daemon = maps.daemons().get(OsdId.daemon(id));
        Crush.Device device = map.crush().devices().get(id);
        Map<String, Object> location = new TreeMap<>();
        if (device != null) {
            map.crush().above(device.parent()).forEach(b -> location.put(b.typeName(), b.name()));
        }
        Map<String, Object> found = new LinkedHashMap<>(
                Data.map("osd", id, "addrs", OsdMapView.addresses(osd.address())));
        if (daemon != null) {
            found.put("host", daemon.metadata("hostname"));
        }
        found.put("crush_location", location);
        return HandleCommandResult.data(found);
    }

    /** The storage daemons that are up and hold each group, by what they report. */
    private Map<PgId, SortedSet<Integer>> serving() {
        Map<PgId, SortedSet<Integer>> groups = new HashMap<>();
        maps.osd().map().osds().values().forEach(osd -> {
            DaemonState daemon = maps.daemons().get(OsdId.daemon(osd.id()));
            if (daemon != null) {
                daemon.facts().groups().forEach(g -> {
                    SortedSet<Integer> holders = groups.computeIfAbsent(g.pgid(), _ -> new TreeSet<>());
                    if (osd.up()) {
                        holders.add(osd.id());
                    }
                });
            }
        });
        return groups;
    }

    private List<Integer> ids(Command command) {
        return OsdIds.of(command.strings("ids"), maps.osd().map());
    }

    private HandleCommandResult okToStop(Command command) {
        List<Integer> ids = ids(command);
        List<Integer> silent = silent(ids);
        return silent.isEmpty() ? stopped(ids) : unknown(silent);
    }

    /** Those of these and of all that are up that are silent. */
    private List<Integer> silent(List<Integer> ids) {
        return maps.osd()
                .map()
                .osds()
                .values()
                .stream()
                .filter(osd -> osd.up() || ids.contains(osd.id()))
                .map(Osd::id)
                .filter(this::isSilent)
                .toList();
    }

    /** The answer about the groups that these hold, when they are stopped. */
    private HandleCommandResult stopped(List<Integer> ids) {
        List<String> offline = new ArrayList<>();
        List<String> degraded = new ArrayList<>();
        int held = 0;
        for (Map.Entry<PgId, SortedSet<Integer>> group : new TreeMap<>(serving()).entrySet()) {
            SortedSet<Integer> left = new TreeSet<>(group.getValue());
            if (left.removeAll(ids)) {
                held++;
                Pool pool = maps.osd().map().pools().get(group.getKey().pool());
                (left.size() < (pool == null ? 1 : pool.minSize()) ? offline : degraded).add(group.getKey().toString());
            }
        }
        boolean ok = offline.isEmpty();
        Map<String, Object> data = Data.map("ok_to_stop",
                Data.map("ok_to_stop", ok, "osds", ids, "num_ok_pgs", held - offline.size(), "num_not_ok_pgs",
                        offline.size(), ok ? "ok_become_degraded" : "bad_become_inactive", ok ? degraded : offline));
        return ok
                ? HandleCommandResult.data(data)
                : HandleCommandResult.error(Errno.EBUSY, "unsafe to stop osd(s) at this time (" + offline.size()
                        + " PGs are or would become offline)");
    }

    private HandleCommandResult safeToDestroy(Command command) {
        List<Integer> ids = ids(command);
        return objection(ids).orElseGet(() -> HandleCommandResult.data(
                Data.map("safe_to_destroy", ids, "active", List.of(), "missing_stats", List.of(), "stored_pgs",
                        List.of()),
                Text.of("OSD(s) " + joined(ids) + " are safe to destroy without reducing data durability.")));
    }

    /** The reason why these storage daemons are not, or not known to be, safe to destroy; empty if they are. */
    Optional<HandleCommandResult> objection(List<Integer> ids) {
        Map<Integer, Integer> groups = new TreeMap<>();
        List<Integer> silent = new ArrayList<>();
        for (int id : ids) {
            DaemonState daemon = maps.daemons().get(OsdId.daemon(id));
            if (daemon != null && !daemon.facts().groups().isEmpty()) {
                groups.put(id, daemon.facts().groups().size());
            } else if (maps.osd().map().osds().containsKey(id) && isSilent(id)) {
                silent.add(id);
            }
        }
        if (!groups.isEmpty()) {
            return Optional.of(HandleCommandResult.error(Errno.EBUSY, "OSD(s) " + joined(groups.keySet()) + " have "
                    + groups.values().stream().mapToInt(Integer::intValue).sum() + " pgs currently mapped to them."));
        }
        return silent.isEmpty() ? Optional.empty() : Optional.of(unknown(silent));
    }

    /** Whether a storage daemon has not told this manager yet which groups it holds, as after a failover. */
    private boolean isSilent(int id) {
        DaemonState daemon = maps.daemons().get(OsdId.daemon(id));
        return daemon == null || !daemon.hasReported();
    }

    private static HandleCommandResult unknown(List<Integer> silent) {
        return HandleCommandResult.error(Errno.EAGAIN, "OSD(s) " + joined(silent)
                + " have not reported to this manager; we cannot draw any conclusions.");
    }

    private static String joined(Iterable<Integer> ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.toString()));
        return String.join(",", texts);
    }
}
