package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.maps.crush.CrushRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code osd pool …}: pools of the OSD map; texts as Ceph's (OSDMonitor.cc). */
public final class PoolCommands {
    private static final String POOL = " name=pool,type=CephPoolname";
    private static final int SIZE = 3;
    private static final int PG_NUM = 32;
    private final OsdMaps maps;

    public PoolCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd pool create" + POOL + " name=pg_num,type=CephInt,range=1|65536,req=false "
                        + "name=pgp_num,type=CephInt,range=1|65536,req=false "
                        + "name=pool_type,type=CephChoices,strings=replicated,req=false "
                        + "name=rule,type=CephString,req=false "
                        + "name=size,type=CephInt,range=1|10,req=false,positional=false", "create a pool", "rw",
                        this::create),
                BuiltinCommand.of("osd pool ls name=detail,type=CephChoices,strings=detail,req=false", "list pools",
                        "r", this::list),
                BuiltinCommand.of("osd lspools", "list pools with their ids", "r", c -> numbered()),
                BuiltinCommand.of("osd pool rm" + POOL + " name=pool2,type=CephPoolname,req=false "
                        + "name=yes_i_really_really_mean_it,type=CephBool,req=false", "remove a pool", "rw",
                        this::remove),
                BuiltinCommand.of(
                        "osd pool get" + POOL
                                + " name=var,type=CephChoices,strings=size|min_size|pg_num|crush_rule|all",
                        "print a property of a pool", "r", this::get),
                BuiltinCommand.of("osd pool set" + POOL
                        + " name=var,type=CephChoices,strings=size|min_size|pg_num name=val,type=CephInt",
                        "change a property of a pool", "rw", this::set),
                BuiltinCommand.of("osd pool set" + POOL
                        + " name=var,type=CephChoices,strings=crush_rule name=val,type=CephString",
                        "put a pool on what another rule takes", "rw", this::rule),
                BuiltinCommand.of("osd pool rename name=srcpool,type=CephPoolname name=destpool,type=CephPoolname",
                        "give a pool another name", "rw", this::rename),
                BuiltinCommand.of("osd pool application enable" + POOL
                        + " name=app,type=CephString,goodchars=[A-Za-z0-9-_.]", "say who uses a pool", "rw",
                        this::enable));
    }

    private HandleCommandResult create(Command command) throws Exception {
        String name = command.string("pool");
        long groups = command.integer("pg_num", PG_NUM);
        if (command.integer("pgp_num", groups) != groups) {
            return HandleCommandResult.error(Errno.EINVAL, "pgp_num " + command.integer("pgp_num")
                    + " differs from pg_num " + groups
                    + ": a pool has one number of placement groups, leave pgp_num out");
        }
        return maps.change(draft -> {
            if (draft.pool(name).isPresent()) {
                return HandleCommandResult.remark("pool '" + name + "' already exists");
            }
            String wanted = command.has("rule") ? command.string("rule") : "";
            Optional<CrushRule> rule = draft.crush().rule(wanted);
            if (!wanted.isEmpty() && rule.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT, "specified rule " + wanted + " doesn't exist");
            }
            try {
                Pool made = draft.createPool(name, (int) command.integer("size", SIZE), (int) groups);
                rule.ifPresent(r -> draft.change(made.ruled(r.id())));
                return HandleCommandResult.remark("pool '" + name + "' created");
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }

    private HandleCommandResult list(Command command) {
        List<Pool> pools = List.copyOf(maps.osd().map().pools().values());
        boolean detail = command.has("detail");
        return HandleCommandResult.data(
                pools.stream().map(p -> detail ? detail(p) : p.name()).toList(),
                Text.of(pools.stream().map(p -> detail ? OsdTables.pool(p) : p.name()).toList()));
    }

    /** A pool as in {@code osd dump}, but for the key of its id, which Ceph calls otherwise here. */
    private static Map<String, Object> detail(Pool pool) {
        Map<String, Object> out = new LinkedHashMap<>();
        OsdMapDump.pool(pool).forEach((key, value) -> out.put(key.equals("pool") ? "pool_id" : key, value));
        return out;
    }

    private HandleCommandResult numbered() {
        List<Pool> pools = List.copyOf(maps.osd().map().pools().values());
        return HandleCommandResult.data(
                pools.stream().map(p -> Data.map("poolnum", p.id(), "poolname", p.name())).toList(),
                Text.of(pools.stream().map(p -> p.id() + " " + p.name()).toList()));
    }

    private HandleCommandResult remove(Command command) throws Exception {
        String name = command.string("pool");
        boolean sure = command.bool("yes_i_really_really_mean_it")
                && name.equals(command.string("pool2", ""));
        return maps.change(draft -> {
            Optional<Pool> pool = draft.pool(name);
            if (pool.isEmpty()) {
                return HandleCommandResult.remark("pool '" + name + "' does not exist");
            }
            if (!sure) {
                return HandleCommandResult.error(Errno.EPERM,
                        "WARNING: this will *PERMANENTLY DESTROY* all data stored "
                                + "in pool " + name
                                + ".  If you are *ABSOLUTELY CERTAIN* that is what you want, pass the pool "
                                + "name *twice*, followed by --yes-i-really-really-mean-it.");
            }
            draft.removePool(pool.get().id());
            return HandleCommandResult.remark("pool '" + name + "' removed");
        });
    }

    private HandleCommandResult get(Command command) {
        Optional<Pool> pool = maps.osd().map().pool(command.string("pool"));
        if (pool.isEmpty()) {
            return unknown(command.string("pool"));
        }
        Map<String, Object> all = new LinkedHashMap<>(
                Data.map("pool", pool.get().name(), "pool_id", pool.get().id(), "size",
                        pool.get().size(), "min_size", pool.get().minSize(), "pg_num", pool.get().pgNum(), "crush_rule",
                        maps.osd().map().crush().rule(pool.get().crushRule()).name()));
        String var = command.string("var");
        if (!var.equals("all")) {
            all.keySet().retainAll(List.of("pool", "pool_id", var));
        }
        List<String> lines = all.entrySet()
                .stream()
                .filter(e -> !e.getKey().startsWith("pool"))
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
        return HandleCommandResult.data(all, Text.of(lines));
    }

    static HandleCommandResult unknown(String pool) {
        return HandleCommandResult.error(Errno.ENOENT, "unrecognized pool '" + pool + "'");
    }

    private HandleCommandResult set(Command command) throws Exception {
        String var = command.string("var");
        long value = command.integer("val");
        return change(command.string("pool"), p -> switch (var) {
            case "size" -> p.sized(value, Math.min(p.minSize(), Math.max(1, value)), p.pgNum());
            case "min_size" -> p.sized(p.size(), value, p.pgNum());
            default -> p.sized(p.size(), p.minSize(), value);
        }, p -> "set pool " + p.id() + " " + var + " to " + value);
    }

    private HandleCommandResult rule(Command command) throws Exception {
        String name = command.string("val");
        return maps.change(draft -> {
            Optional<Pool> pool = draft.pool(command.string("pool"));
            Optional<CrushRule> rule = draft.crush().rule(name);
            if (pool.isEmpty()) {
                return unknown(command.string("pool"));
            }
            if (rule.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT, "crush rule " + name + " does not exist");
            }
            draft.change(pool.get().ruled(rule.get().id()));
            return HandleCommandResult.remark("set pool " + pool.get().id() + " crush_rule to " + name);
        });
    }

    private HandleCommandResult enable(Command command) throws Exception {
        String application = command.string("app");
        return change(command.string("pool"), p -> p.usedBy(application),
                p -> "enabled application '" + application + "' on pool '" + p.name() + "'");
    }

    private HandleCommandResult change(String name, Function<Pool, Pool> how, Function<Pool, String> said)
            throws Exception {
        return maps.change(draft -> {
            Optional<Pool> pool = draft.pool(name);
            if (pool.isEmpty()) {
                return unknown(name);
            }
            try {
                draft.change(how.apply(pool.get()));
                return HandleCommandResult.remark(said.apply(pool.get()));
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }

    private HandleCommandResult rename(Command command) throws Exception {
        String from = command.string("srcpool");
        String to = command.string("destpool");
        return maps.change(draft -> rename(draft, from, to));
    }

    private static HandleCommandResult rename(OsdMapDraft draft, String from, String to) {
        Optional<Pool> pool = draft.pool(from);
        if (pool.isEmpty()) {
            return unknown(from);
        }
        if (draft.pool(to).isPresent()) {
            return HandleCommandResult.error(Errno.EEXIST, "pool '" + to + "' already exists");
        }
        try {
            draft.change(pool.get().named(to));
            return HandleCommandResult.remark("pool '" + from + "' renamed to '" + to + "'");
        } catch (IllegalArgumentException e) {
            return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
        }
    }
}
