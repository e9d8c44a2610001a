package io.reeve.cluster.data;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import io.reeve.cluster.Sizes;
import io.reeve.cluster.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** {@code df}, {@code pg stat}, {@code pg ls} and {@code pg dump}: space and placement groups. */
public final class SpaceCommands {
    private static final Map<String, Set<String>> CONTENTS = Map.of("all",
            Set.of("pg_stats_sum", "osd_stats_sum", "pg_stats", "pool_stats", "osd_stats"), "summary",
            Set.of("pg_stats_sum", "osd_stats_sum"), "sum", Set.of("pg_stats_sum", "osd_stats_sum"), "pools",
            Set.of("pool_stats"), "osds", Set.of("osd_stats"), "pgs", Set.of("pg_stats"), "pgs_brief",
            Set.of("pg_stats"));
    private static final List<String> BRIEF = List.of("pgid", "state", "up", "acting", "up_primary", "acting_primary");
    private final Supplier<Snapshot> snapshot;

    public SpaceCommands(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("df name=detail,type=CephChoices,strings=detail,req=false",
                        "show the space: as a whole, by class of device and by pool", "r", this::df),
                BuiltinCommand.of("pg stat", "show the states of the placement groups in one line", "r", _ -> stat()),
                BuiltinCommand.of(
                        "pg ls name=pool,type=CephInt,range=0,req=false name=states,type=CephString,n=N,req=false",
                        "list the placement groups, of a pool or in some states", "r", this::groups),
                BuiltinCommand.of(
                        "pg dump name=dumpcontents,type=CephChoices,"
                                + "strings=all|summary|sum|pools|osds|pgs|pgs_brief,n=N,req=false",
                        "show the placement groups", "r", this::dump));
    }

    private HandleCommandResult df(Command command) {
        Map<String, Object> data = map(snapshot.get(), "df");
        Table raw = new Table("CLASS", ">SIZE", ">AVAIL", ">USED", ">RAW USED", ">%RAW USED");
        object(data, "stats_by_class").forEach((name, stats) -> raw.row(space(name, cast(stats))));
        raw.row(space("TOTAL", object(data, "stats")));
        boolean detail = command.has("detail");
        Table pools = detail
                ? new Table("POOL", ">ID", ">STORED", ">OBJECTS", ">USED", ">%USED", ">MAX AVAIL", ">QUOTA OBJECTS",
                        ">QUOTA BYTES")
                : new Table("POOL", ">ID", ">STORED", ">OBJECTS", ">USED", ">%USED", ">MAX AVAIL");
        list(data, "pools").forEach(pool -> pools.row(pool(pool, detail)));
        return HandleCommandResult.data(data,
                new Text().line("--- RAW STORAGE ---").table(raw).line("").line("--- POOLS ---").table(pools));
    }

    private static Object[] space(String name, Map<String, Object> stats) {
        return new Object[]{name, bytes(stats, "total_bytes"), bytes(stats, "total_avail_bytes"),
                bytes(stats, "total_used_bytes"), bytes(stats, "total_used_raw_bytes"),
                percent(stats, "total_used_raw_ratio")};
    }

    private static Object[] pool(Map<String, Object> pool, boolean detail) {
        Map<String, Object> stats = object(pool, "stats");
        List<Object> row = new ArrayList<>(List.of(Objects.toString(pool.get("name")), number(pool, "id"),
                bytes(stats, "stored"), number(stats, "objects"), bytes(stats, "bytes_used"),
                percent(stats, "percent_used"), bytes(stats, "max_avail")));
        if (detail) {
            row.add(number(stats, "quota_objects") == 0 ? "N/A" : number(stats, "quota_objects"));
            row.add(number(stats, "quota_bytes") == 0 ? "N/A" : bytes(stats, "quota_bytes"));
        }
        return row.toArray();
    }

    private HandleCommandResult stat() {
        Snapshot now = snapshot.get();
        Map<String, Object> status = map(now, "pg_status");
        List<Map<String, Object>> states = list(status, "pgs_by_state").stream()
                .map(s -> Data.map("name", value(s, "state_name"), "num", value(s, "count")))
                .toList();
        Map<String, Object> summary = new LinkedHashMap<>(Data.map("num_pg_by_state", states, "num_pgs",
                value(status, "num_pgs"),
                "num_bytes", value(status, "data_bytes"), "total_bytes", value(status, "bytes_total"),
                "total_avail_bytes",
                value(status, "bytes_avail"), "total_used_bytes", value(status, "bytes_used"), "total_used_raw_bytes",
                value(status, "bytes_used")));
        List.of("degraded_objects", "degraded_total", "degraded_ratio", "read_bytes_sec", "write_bytes_sec",
                "read_op_per_sec", "write_op_per_sec")
                .stream()
                .filter(status::containsKey)
                .forEach(key -> summary.put(key, value(status, key)));
        List<String> counted = states.stream().map(s -> value(s, "num") + " " + value(s, "name")).toList();
        String plain = String.format(Locale.ROOT, "%d pgs: %s; %s data, %s used, %s / %s avail",
                number(status, "num_pgs"),
                String.join(", ", counted), bytes(status, "data_bytes"), bytes(status, "bytes_used"),
                bytes(status, "bytes_avail"), bytes(status, "bytes_total"));
        return HandleCommandResult.data(
                Data.map("pg_ready", value(map(now, "pg_ready"), "pg_ready"), "pg_summary", summary),
                Text.of(plain));
    }

    private HandleCommandResult dump(Command command) {
        Snapshot now = snapshot.get();
        List<String> what = command.strings("dumpcontents").isEmpty()
                ? List.of("all")
                : command.strings("dumpcontents");
        Map<String, Object> all = map(now, "pg_dump");
        Map<String, Object> shown = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            boolean head = key.equals("version") || key.equals("last_osdmap_epoch");
            if (head || what.stream().anyMatch(w -> CONTENTS.getOrDefault(w, Set.of()).contains(key))) {
                shown.put(key, value);
            }
        });
        if (what.equals(List.of("pgs_brief"))) {
            shown.put("pg_stats", list(all, "pg_stats").stream().map(SpaceCommands::brief).toList());
        }
        return HandleCommandResult.data(
                Data.map("pg_ready", value(map(now, "pg_ready"), "pg_ready"), "pg_map", shown),
                table(list(all, "pg_stats")));
    }

    private HandleCommandResult groups(Command command) {
        Snapshot now = snapshot.get();
        String pool = command.has("pool") ? command.integer("pool") + "." : "";
        Set<String> states = Set.copyOf(command.strings("states"));
        List<Map<String, Object>> found = list(map(now, "pg_dump"), "pg_stats").stream()
                .filter(pg -> Objects.toString(pg.get("pgid")).startsWith(pool))
                .filter(pg -> states.isEmpty() || states.contains("all")
                        || List.of(Objects.toString(pg.get("state")).split("\\+", -1))
                                .stream()
                                .anyMatch(states::contains))
                .toList();
        return HandleCommandResult.data(
                Data.map("pg_ready", value(map(now, "pg_ready"), "pg_ready"), "pg_stats", found), table(found));
    }

    private static Table table(List<Map<String, Object>> groups) {
        Table table = new Table("PG", "STATE", ">OBJECTS", ">BYTES", "UP", "ACTING");
        groups.forEach(pg -> table.row(Objects.toString(pg.get("pgid")), Objects.toString(pg.get("state")),
                number(object(pg, "stat_sum"), "num_objects"), number(object(pg, "stat_sum"), "num_bytes"),
                Objects.toString(pg.get("up")), Objects.toString(pg.get("acting"))));
        return table;
    }

    private static Map<String, Object> brief(Map<String, Object> pg) {
        Map<String, Object> out = new LinkedHashMap<>();
        BRIEF.forEach(key -> out.put(key, value(pg, key)));
        return out;
    }

    private static Map<String, Object> map(Snapshot now, String name) {
        return cast(Objects.requireNonNull(now.get(name), name));
    }

    private static Object value(Map<String, Object> data, String key) {
        return Objects.requireNonNull(data.get(key), key);
    }

    private static Map<String, Object> object(Map<String, Object> data, String key) {
        return cast(value(data, key));
    }

    @SuppressWarnings("unchecked") // our own data
    private static Map<String, Object> cast(Object data) {
        return (Map<String, Object>) data;
    }

    private static List<Map<String, Object>> list(Map<String, Object> data, String key) {
        return ((List<?>) value(data, key)).stream()
                .map(one -> cast(Objects.requireNonNull(one)))
                .toList();
    }

    private static long number(Map<String, Object> data, String key) {
        return ((Number) value(data, key)).longValue();
    }

    private static String bytes(Map<String, Object> data, String key) {
        return Sizes.text((double) number(data, key));
    }

    private static String percent(Map<String, Object> data, String key) {
        return String.format(Locale.ROOT, "%.2f",
                100 * ((Number) value(data, key)).doubleValue());
    }
}
