package io.reeve.daemon.status;

import io.reeve.api.FrozenException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import io.reeve.api.command.Text;
import io.reeve.api.progress.RunningEvent;
import io.reeve.cluster.Ages;
import io.reeve.cluster.Sizes;
import io.reeve.cluster.Snapshot;
import io.reeve.maps.MapAccess;
import io.reeve.maps.fs.FsCommands;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonCommands;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdCommands;
import io.reeve.maps.osd.OsdMap;
import io.reeve.store.health.HealthReport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer to {@code status}, in Ceph's order and with its keys. Maps that are still being loaded are left out. */
final class StatusReport {
    private final MgrMap managers;
    private final HealthReport health;
    private final Optional<OsdMap> osds;
    private final Optional<FsMap> filesystems;
    private final Optional<MonMap> mons;
    private final Map<?, ?> groups;
    private final @Nullable Object services;
    private final List<RunningEvent> progress;
    private final Clock clock;

    StatusReport(MgrMap managers, HealthReport health, MapAccess maps, Snapshot state, List<RunningEvent> progress,
            Clock clock) {
        this.managers = managers;
        this.health = health;
        this.osds = loaded(() -> maps.osd().map());
        this.filesystems = loaded(maps::fs);
        this.mons = maps.mons();
        this.groups = state.get("pg_status") instanceof Map<?, ?> found ? found : Map.of();
        this.services = state.get("service_map");
        this.progress = progress;
        this.clock = clock;
    }

    private static <T> Optional<T> loaded(Supplier<T> map) {
        try {
            return Optional.of(map.get());
        } catch (FrozenException e) { // right after a failover
            return Optional.empty();
        }
    }

    Map<String, Object> data() {
        Map<String, Object> out = new LinkedHashMap<>(
                Data.map("cluster", managers.cluster(), "fsid", managers.fsid(), "health",
                        health.data(false)));
        mons.ifPresent(m -> {
            out.put("election_epoch", m.election());
            out.put("quorum", m.quorum().stream().map(MonMap.Mon::rank).toList());
            out.put("quorum_names", m.quorum().stream().map(MonMap.Mon::name).toList());
            out.put("quorum_age", age(m.modified()).toSeconds());
            out.put("monmap", Data.map("epoch", m.epoch(), "num_mons", m.mons().size()));
        });
        osds.ifPresent(o -> out.put("osdmap", Data.map("epoch", o.epoch(), "num_osds", o.osds().size(),
                "num_up_osds", o.countUp(), "osd_up_since", o.times().lastUp() / 1000, "num_in_osds", o.countIn(),
                "osd_in_since", o.times().lastIn() / 1000, "num_remapped_pgs", 0)));
        out.put("pgmap", new LinkedHashMap<>(groups));
        filesystems.ifPresent(f -> out.put("fsmap", fsmap(f)));
        out.put("mgrmap", Data.map("epoch", managers.epoch(), "available", managers.available(),
                "active_name", managers.active() == null ? "" : managers.active().manager().name(), "num_standbys",
                managers.standbys().size(), "modules", managers.modules(), "services", managers.services()));
        if (services != null) {
            out.put("servicemap", services);
        }
        out.put("progress_events", progressEvents());
        return out;
    }

    /** Each by its id; as in Ceph, the message has the bar that the text draws. */
    private Map<String, Object> progressEvents() {
        Map<String, Object> all = new LinkedHashMap<>();
        progress.forEach(e -> all.put(e.name(), Data.map("message",
                String.join("\n", ProgressText.of(e, clock.instant(), 6)), "progress", e.fraction(), "add_to_ceph_s",
                e.event().inStatus())));
        return all;
    }

    /** The numbers of the default file system, as in Ceph. */
    private static Map<String, Object> fsmap(FsMap map) {
        Map<String, Object> out = new LinkedHashMap<>(Map.of("epoch", map.epoch()));
        if (!map.filesystems().isEmpty()) {
            FsMap.Filesystem first = map.filesystems().getFirst();
            out.put("id", first.id());
            out.put("up", map.ranks(first).size());
            out.put("in", first.ranks());
            out.put("max", first.wanted());
        }
        out.put("by_rank", map.mds()
                .stream()
                .filter(m -> m.rank() >= 0)
                .map(m -> Data.map("filesystem_id", m.filesystem(), "rank", m.rank(), "name", m.name(), "status",
                        m.state(), "gid", m.gid()))
                .toList());
        out.put("up:standby", map.standbys().size());
        return out;
    }

    Text text() {
        List<String> lines = new ArrayList<>(List.of("cluster:", "  name:   " + managers.cluster(),
                "  id:     " + managers.fsid(), "  health: " + health.line(), "", "services:"));
        mons.ifPresent(m -> lines.add("  mon: " + MonCommands.line(m) + " (age " + Ages.text(age(m.modified()))
                + ")"));
        lines.add("  mgr: " + describe());
        filesystems.filter(f -> !f.mds().isEmpty() || !f.filesystems().isEmpty())
                .ifPresent(f -> lines.add("  mds: " + FsCommands.line(f)));
        osds.ifPresent(o -> lines.add("  osd: " + OsdCommands.line(o, clock)));
        osds.filter(o -> !o.osds().isEmpty() || !o.pools().isEmpty()).ifPresent(o -> lines.addAll(space(o)));
        lines.addAll(work());
        return Text.of(lines);
    }

    private List<String> work() {
        List<String> lines = new ArrayList<>();
        for (RunningEvent event : progress) {
            if (event.event().inStatus()) {
                lines.addAll(lines.isEmpty() ? List.of("", "progress:") : List.of());
                ProgressText.of(event, clock.instant(), 2).forEach(line -> lines.add("  " + line));
            }
        }
        return lines;
    }

    private List<String> space(OsdMap map) {
        long used = number("bytes_used");
        long total = number("bytes_total");
        List<String> lines = new ArrayList<>(List.of("", "data:",
                "  pools:   " + map.pools().size() + " pools, " + number("num_pgs") + " pgs",
                "  objects: " + number("num_objects") + " objects, " + Sizes.text(number("data_bytes")),
                "  usage:   " + Sizes.text(used) + " used, " + Sizes.text(number("bytes_avail")) + " / "
                        + Sizes.text(total) + " avail"));
        String head = "  pgs:     ";
        if (groups.get("pgs_by_state") instanceof List<?> states) {
            for (Object state : states) {
                if (state instanceof Map<?, ?> one) {
                    lines.add(head + one.get("count") + " " + one.get("state_name"));
                    head = "           ";
                }
            }
        }
        return lines;
    }

    private long number(String key) {
        return groups.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private Duration age(long millis) {
        return Duration.ofMillis(Math.max(0, clock.millis() - millis));
    }

    private String describe() {
        List<String> standbys = managers.standbys().stream().map(MgrMap.Manager::name).toList();
        String tail = standbys.isEmpty() ? "" : ", standbys: " + String.join(", ", standbys);
        String since = Ages.text(Duration.between(managers.since(), clock.instant()));
        if (managers.active() == null) {
            return "no daemons active (since " + since + ")" + tail;
        }
        return managers.active().manager().name() + "(active, " + (managers.available() ? "" : "starting, ") + "since "
                + since + ")" + tail;
    }
}
