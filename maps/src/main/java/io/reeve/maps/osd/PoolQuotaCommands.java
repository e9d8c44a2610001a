package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.cluster.Sizes;
import io.reeve.cluster.data.PlacementGroups;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code osd pool set-quota|get-quota}: how much a pool may hold; keys and texts as Ceph's (OSDMonitor.cc). */
public final class PoolQuotaCommands {
    private static final String POOL = " name=pool,type=CephPoolname";
    private static final String BYTES = "max_bytes";
    private static final String UNITS = "KMGTPE";
    private static final Pattern VALUE = Pattern.compile("([0-9]{1,19})(?:([KMGTPE])(i?))?(B?)");
    private final OsdMaps maps;

    public PoolQuotaCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd pool set-quota" + POOL + " name=field,type=CephChoices,strings=max_objects|"
                        + BYTES + " name=val,type=CephString,secret=false",
                        "limit what a pool may hold, as in 10000 objects or 20G bytes; 0 is no limit", "rw", this::set),
                BuiltinCommand.of("osd pool get-quota" + POOL, "show what a pool may hold, and what it holds", "r",
                        this::get));
    }

    private HandleCommandResult set(Command command) throws Exception {
        String name = command.string("pool");
        boolean bytes = command.string("field").equals(BYTES);
        long limit;
        try {
            limit = parse(command.string("val"), bytes);
        } catch (IllegalArgumentException e) {
            return HandleCommandResult.error(Errno.EINVAL,
                    "error parsing value '" + command.string("val") + "': " + e.getMessage());
        }
        return maps.change(draft -> {
            Optional<Pool> pool = draft.pool(name);
            if (pool.isEmpty()) {
                return PoolCommands.unknown(name);
            }
            Pool.Quota now = pool.get().quota();
            draft.change(pool.get()
                    .limited(bytes ? new Pool.Quota(limit, now.objects()) : new Pool.Quota(now.bytes(), limit)));
            return HandleCommandResult.remark("set-quota " + command.string("field") + " = " + limit + " for pool "
                    + name);
        });
    }

    /** Parses an amount. As in Ceph, K is 1024 for bytes and 1000 for objects, and Ki is 1024 bytes. */
    private static long parse(String text, boolean bytes) {
        Matcher found = VALUE.matcher(text);
        if (!found.matches() || (!bytes && (!found.group(4).isEmpty() || "i".equals(found.group(3))))) {
            throw new IllegalArgumentException(bytes
                    ? "write a whole number of bytes, with K, M, G, T, P or E after it if need be, such as 20G"
                    : "write a whole number of objects, with K, M, G, T, P or E after it if need be, such as 10K");
        }
        int power = found.group(2) == null ? 0 : UNITS.indexOf(found.group(2)) + 1;
        try {
            long value = Long.parseLong(found.group(1));
            for (int i = 0; i < power; i++) {
                value = Math.multiplyExact(value, bytes ? 1024 : 1000);
            }
            return value;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the largest is " + Long.MAX_VALUE, e);
        }
    }

    private HandleCommandResult get(Command command) {
        Optional<Pool> found = maps.osd().map().pool(command.string("pool"));
        if (found.isEmpty()) {
            return PoolCommands.unknown(command.string("pool"));
        }
        Pool pool = found.get();
        Pool.Quota quota = pool.quota();
        PlacementGroups.Held held = maps.groups().heldBy(pool.id());
        Text text = Text.of("quotas for pool '" + pool.name() + "':")
                .line("  max objects: " + (quota.objects() == 0
                        ? "N/A"
                        : quota.objects() + " objects  (current num objects: " + held.objects().value() + " objects)"))
                .line("  max bytes  : " + (quota.bytes() == 0
                        ? "N/A"
                        : Sizes.text(quota.bytes()) + "  (current num bytes: " + held.bytes().value() + " bytes)"));
        return HandleCommandResult.data(
                Data.map("pool_name", pool.name(), "pool_id", pool.id(), "quota_max_objects", quota.objects(),
                        "current_num_objects", held.objects().value(), "quota_max_bytes", quota.bytes(),
                        "current_num_bytes", held.bytes().value()),
                text);
    }
}
