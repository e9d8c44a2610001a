package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code mgr stat|dump|services|metadata|count-metadata|versions|fail|set down}: who manages. Any node answers these itself, also
 * without an active and when the active hangs.
 */
public final class MgrCommands {
    /** The part of the election that these commands use. */
    public interface Managers {
        MgrMap map();

        /** The record of an epoch that is over, or of the current one. */
        Optional<Map<String, Object>> history(long epoch);

        /**
         * Ends the leadership of a manager, or its place in the queue; null for the active; only in the given epoch, or
         * null for the current one. Returns when it is over.
         */
        HandleCommandResult fail(@Nullable String who, @Nullable Long epoch);

        HandleCommandResult setDown(boolean down);
    }

    private final Managers managers;
    private final MgrMapDump dump;

    public MgrCommands(Managers managers, MgrMapDump dump) {
        this.managers = managers;
        this.dump = dump;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.anyNode("mgr stat", "show who is active", "r",
                        c -> HandleCommandResult.data(MgrMapDump.stat(managers.map()))),
                BuiltinCommand.anyNode("mgr dump name=epoch,type=CephInt,range=0,req=false",
                        "print the map of managers, or what is known of an epoch", "r", this::dump),
                BuiltinCommand.anyNode("mgr services", "list what modules published", "r",
                        c -> HandleCommandResult.data(new TreeMap<>(managers.map().services()))),
                BuiltinCommand.anyNode("mgr metadata name=who,type=CephString,req=false", "print facts of managers",
                        "r",
                        this::metadata),
                BuiltinCommand.anyNode("mgr count-metadata name=property,type=CephString",
                        "count the managers by a fact of them, such as hostname", "r", this::countMetadata),
                BuiltinCommand.anyNode("mgr versions", "count the versions that run", "r", c -> versions()),
                BuiltinCommand.anyNode(
                        "mgr fail name=who,type=CephString,req=false name=epoch,type=CephInt,range=0,req=false,"
                                + "positional=false",
                        "make a manager hand over to another", "rw", this::fail),
                BuiltinCommand.anyNode("mgr set down name=down,type=CephChoices,strings=true|false",
                        "true: stop the active and let no manager become active; false: allow it again", "rw",
                        c -> managers.setDown(Boolean.parseBoolean(c.string("down")))));
    }

    private HandleCommandResult dump(Command command) {
        MgrMap map = managers.map();
        if (!command.has("epoch") || command.integer("epoch") == map.epoch()) {
            return HandleCommandResult.data(dump.dump(map));
        }
        long epoch = command.integer("epoch");
        return managers.history(epoch)
                .map(HandleCommandResult::data)
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT,
                        "there is no map for epoch " + epoch + ": the current one is " + map.epoch()
                                + ", and the last " + History.KEPT + " are kept"));
    }

    private HandleCommandResult fail(Command command) {
        return managers.fail(command.has("who") ? command.string("who") : null,
                command.has("epoch") ? command.integer("epoch") : null);
    }

    private List<MgrMap.Manager> all() {
        MgrMap map = managers.map();
        List<MgrMap.Manager> all = new ArrayList<>(map.standbys());
        if (map.active() != null) {
            all.addFirst(map.active().manager());
        }
        return all;
    }

    private HandleCommandResult metadata(Command command) {
        List<Map<String, Object>> found = all().stream()
                .filter(m -> !command.has("who") || m.name().equals(command.string("who"))
                        || Long.toString(m.gid()).equals(command.string("who")))
                .map(MgrCommands::metadata)
                .toList();
        if (!command.has("who")) {
            return HandleCommandResult.data(found);
        }
        return found.isEmpty()
                ? HandleCommandResult.error(Errno.ENOENT, "mgr." + command.string("who") + " does not exist")
                : HandleCommandResult.data(found.getFirst());
    }

    /** The number of managers with each value of a fact; {@code unknown} counts those without it, as in Ceph. */
    private HandleCommandResult countMetadata(Command command) {
        String property = command.string("property");
        Map<String, Integer> count = new TreeMap<>();
        all().forEach(m -> count.merge(Objects.toString(metadata(m).get(property), "unknown"), 1, Integer::sum));
        return HandleCommandResult.data(Map.of(property, count));
    }

    private static Map<String, Object> metadata(MgrMap.Manager manager) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", manager.name());
        out.put("addr", manager.report());
        out.put("url", manager.url());
        out.put("hostname", manager.host());
        out.put("reeve_version", manager.version());
        out.putAll(new TreeMap<>(manager.metadata()));
        return out;
    }

    private HandleCommandResult versions() {
        Map<String, Object> count = new TreeMap<>();
        all().forEach(m -> count.merge(m.version(), 1, (a, b) -> (Integer) a + (Integer) b));
        return HandleCommandResult.data(count);
    }
}
