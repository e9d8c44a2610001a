package io.reeve.maps.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.api.MgrException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import io.reeve.command.output.ResultFormat;
import io.reeve.maps.MapAccess;
import io.reeve.maps.fs.FsDraft;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMapView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Maps in memory, with the commands about them. */
public final class FakeMaps implements MapAccess {
    public OsdMap osd = OsdMap.empty("fsid", 1);
    public FsMap fs = FsMap.EMPTY;
    public List<FsMonitor.ObservedMds> servers = List.of();
    public DaemonTable daemons = DaemonTable.EMPTY;
    public PlacementGroups groups = new PlacementGroups(List.of());
    private final List<BuiltinCommand> commands = commands(Clock.systemUTC());

    @Override
    public OsdMapView osd() {
        return new OsdMapView(osd);
    }

    @Override
    public FsMap fs() {
        return fs;
    }

    @Override
    public Optional<MonMap> mons() {
        return Optional.empty();
    }

    @Override
    public DaemonTable daemons() {
        return daemons;
    }

    @Override
    public PlacementGroups groups() {
        return groups;
    }

    @Override
    public Optional<OsdMap> osdAt(long epoch) {
        return Optional.empty();
    }

    @Override
    public Optional<FsMap> fsAt(long epoch) {
        return Optional.empty();
    }

    @Override
    public HandleCommandResult changeFs(Function<FsDraft, HandleCommandResult> how) {
        FsDraft draft = new FsDraft(fs, servers);
        HandleCommandResult result = how.apply(draft);
        fs = FsMonitor.next(fs, draft.filesystems(), servers, MapFixture.grace(0), 3).orElse(fs);
        return result;
    }

    @Override
    public HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) {
        OsdMapDraft draft = new OsdMapDraft(osd, 2);
        HandleCommandResult result = how.apply(draft);
        osd = MapFixture.after(draft);
        return result;
    }

    /** Runs a command line. */
    public HandleCommandResult run(String... words) throws Exception {
        ParseResult parsed = BuiltinCommands.table(commands, Map.of()).parse(List.of(words));
        if (!(parsed instanceof ParseResult.Parsed ok)) {
            throw new IllegalArgumentException(String.valueOf(parsed));
        }
        CommandTable.Entry entry = ok.entry();
        try {
            return ((BuiltinCommand) entry.handler())
                    .handle(new Command(entry.signature().prefix(), ok.args(), new byte[0], "plain"));
        } catch (MgrException e) { // as the dispatcher answers it
            return HandleCommandResult.error(e.errno(), String.valueOf(e.getMessage()));
        }
    }

    /** The plain text of an answer. */
    public static String text(HandleCommandResult result) {
        return new String(ResultFormat.PLAIN.render(result).stdout(), UTF_8).stripTrailing();
    }
}
