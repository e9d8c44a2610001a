package io.reeve.maps.mon;

import io.reeve.api.FrozenException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code mon dump|stat|metadata} and {@code quorum_status}: the ZooKeeper servers, in the place of Ceph's monitors. */
public final class MonCommands {
    private final Supplier<Optional<MonMap>> mons;
    private final Clock clock;

    public MonCommands(Supplier<Optional<MonMap>> mons, Clock clock) {
        this.mons = mons;
        this.clock = clock;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("mon dump", "print the ZooKeeper servers", "r", c -> dump()),
                BuiltinCommand.of("mon stat", "show which ZooKeeper servers are in the quorum", "r", c -> stat()),
                BuiltinCommand.of("mon metadata name=id,type=CephString,req=false",
                        "print facts of the ZooKeeper servers", "r", this::metadata),
                BuiltinCommand.of("quorum_status", "show the quorum of the ZooKeeper servers", "r",
                        c -> HandleCommandResult.data(MonMapDump.quorum(map(), clock.millis()))));
    }

    private MonMap map() {
        return mons.get()
                .orElseThrow(
                        () -> new FrozenException("the ZooKeeper servers have not been looked at yet: try again"));
    }

    private HandleCommandResult dump() {
        MonMap map = map();
        List<String> lines = new ArrayList<>(List.of("epoch " + map.epoch(), "fsid " + map.fsid()));
        map.mons().forEach(m -> lines.add(m.rank() + ": " + m.address() + " mon." + m.name()));
        return HandleCommandResult.data(MonMapDump.dump(map), Text.of(lines));
    }

    private HandleCommandResult stat() {
        MonMap map = map();
        Map<String, Object> data = Data.map("epoch", map.epoch(), "num_mons", map.mons().size(), "leader",
                map.leader().map(MonMap.Mon::name).orElse(""), "quorum",
                map.quorum().stream().map(m -> Data.map("rank", m.rank(), "name", m.name())).toList());
        return HandleCommandResult.data(data, Text.of("e" + map.epoch() + ": " + line(map) + ", leader "
                + map.leader().map(m -> m.rank() + " " + m.name()).orElse("none")));
    }

    /** {@code 3 daemons, quorum 1,2,3}. */
    public static String line(MonMap map) {
        String down = map.down().isEmpty()
                ? ""
                : ", out of quorum: " + String.join(", ", map.down().stream().map(MonMap.Mon::name).toList());
        return map.mons().size() + (map.mons().size() == 1 ? " daemon" : " daemons") + ", quorum "
                + String.join(",", map.quorum().stream().map(MonMap.Mon::name).toList()) + down;
    }

    private HandleCommandResult metadata(Command command) {
        List<Map<String, Object>> found = map().mons()
                .stream()
                .filter(m -> !command.has("id") || m.name().equals(command.string("id")))
                .map(m -> Data.map("name", m.name(), "addr", m.address(), "role",
                        m.mode().name().toLowerCase(Locale.ROOT), "zookeeper_version", m.version()))
                .toList();
        if (!command.has("id")) {
            return HandleCommandResult.data(found);
        }
        return found.isEmpty()
                ? HandleCommandResult.error(Errno.ENOENT, "mon." + command.string("id") + " does not exist")
                : HandleCommandResult.data(found.getFirst());
    }
}
