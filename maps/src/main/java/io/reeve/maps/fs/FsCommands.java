package io.reeve.maps.fs;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code fs dump|ls|status} and {@code mds stat}: file systems and their metadata servers. */
public final class FsCommands {
    private final FsMaps maps;

    public FsCommands(FsMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("fs dump name=epoch,type=CephInt,range=1,req=false",
                        "print the file system map, of now or of an epoch", "r", this::dump),
                BuiltinCommand.of("fs ls", "list the file systems", "r", c -> list()),
                BuiltinCommand.of("fs status name=fs,type=CephString,req=false",
                        "show the file systems and their metadata servers", "r", this::status),
                BuiltinCommand.of("mds stat", "count the metadata servers", "r",
                        c -> HandleCommandResult.data(Map.of("fsmap", FsMapDump.of(maps.fs())),
                                Text.of(line(maps.fs())))));
    }

    private HandleCommandResult dump(Command command) throws Exception {
        FsMap now = maps.fs();
        if (!command.has("epoch") || command.integer("epoch") == now.epoch()) {
            return HandleCommandResult.data(FsMapDump.of(now));
        }
        Optional<FsMap> then = maps.fsAt(command.integer("epoch"));
        return then.isPresent()
                ? HandleCommandResult.data(FsMapDump.of(then.get()))
                : HandleCommandResult.error(Errno.ENOENT, "there is no map for epoch " + command.integer("epoch")
                        + ": the current one is " + now.epoch() + ", and the last " + maps.kept() + " are kept");
    }

    private HandleCommandResult list() {
        List<FsMap.Filesystem> all = maps.fs().filesystems();
        return HandleCommandResult.data(all.stream()
                .map(f -> Data.map("name", f.name(), "id", f.id()))
                .toList(),
                all.isEmpty()
                        ? Text.of("No filesystems enabled")
                        : Text.of(all.stream().map(f -> "name: " + f.name()).toList()));
    }

    /** {@code labfs:1 {0=a=up:active} 1 up:standby}; empty without any. */
    public static String line(FsMap map) {
        List<String> words = new ArrayList<>();
        map.filesystems().forEach(f -> {
            List<String> ranks = map.ranks(f).stream().map(m -> m.rank() + "=" + m.name() + "=" + m.state()).toList();
            words.add(f.name() + ":" + ranks.size() + " {" + String.join(",", ranks) + "}");
        });
        if (!map.standbys().isEmpty()) {
            words.add(map.standbys().size() + " up:standby");
        }
        return String.join(" ", words);
    }

    private HandleCommandResult status(Command command) {
        FsMap map = maps.fs();
        String only = command.string("fs", "");
        if (only != null && !only.isEmpty() && map.filesystem(only).isEmpty()) {
            return HandleCommandResult.error(Errno.EINVAL, "Invalid filesystem: " + only);
        }
        List<Map<String, Object>> servers = new ArrayList<>();
        Text text = new Text();
        for (FsMap.Filesystem filesystem : map.filesystems()) {
            if (only != null && !only.isEmpty() && !filesystem.name().equals(only)) {
                continue;
            }
            Table table = new Table(">RANK", "STATE", "MDS", "ADDRESS");
            map.ranks(filesystem).forEach(m -> {
                table.row(m.rank(), m.state(), m.name(), m.address());
                servers.add(Data.map("rank", m.rank(), "name", m.name(), "state", m.state(), "fs",
                        filesystem.name()));
            });
            blankLineBetween(text).line(filesystem.name()).table(table);
        }
        map.standbys().forEach(m -> servers.add(Data.map("name", m.name(), "state", m.state())));
        if (!map.standbys().isEmpty()) {
            blankLineBetween(text)
                    .line("STANDBY MDS: " + String.join(", ", map.standbys().stream().map(FsMap.Mds::name).toList()));
        }
        return HandleCommandResult.data(Data.map("mdsmap", servers), text);
    }

    private static Text blankLineBetween(Text text) {
        return text.parts().isEmpty() ? text : text.line("");
    }
}
