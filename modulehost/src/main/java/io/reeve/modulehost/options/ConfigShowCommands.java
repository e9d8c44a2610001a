package io.reeve.modulehost.options;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code config log}, the history of changed options, and {@code config show|show-with-defaults}, the configuration with which a
 * manager runs; keys as Ceph's. Values that may be secret are not shown ({@link ShownValue}).
 */
public final class ConfigShowCommands {
    private static final String WHO = " name=who,type=CephString,req=false";
    private static final int USUAL = 10;

    /**
     * A setting of this manager's process, which only a restart changes.
     *
     * @param value as it would be written
     * @param isSet whether it differs from its default
     */
    public record ProcessSetting(String value, boolean isSet) {}

    private record Row(String name, String value, String source) {}

    private final ModuleOptions options;
    private final ConfigKeys keys;
    private final Supplier<Set<String>> managers;
    private final Map<String, ProcessSetting> process;

    /**
     * @param managers the names of the managers that there are
     * @param process  the settings of this manager's process, none of them secret
     */
    public ConfigShowCommands(ModuleOptions options, ConfigKeys keys, Supplier<Set<String>> managers,
            Map<String, ProcessSetting> process) {
        this.options = options;
        this.keys = keys;
        this.managers = managers;
        this.process = Map.copyOf(process);
    }

    /** All commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("config log name=num,type=CephInt,range=1|" + ConfigHistory.KEPT + ",req=false",
                        "show the last changes of options: who changed which, and when", "r", this::log),
                BuiltinCommand.anyNode("config show" + WHO + " name=key,type=CephString,req=false",
                        "show what a manager runs with that differs from the defaults, or one value; without a name, of the"
                                + " manager that answers",
                        "r", c -> show(c, false)),
                BuiltinCommand.anyNode("config show-with-defaults" + WHO, "show all that a manager runs with", "r",
                        c -> show(c, true)));
    }

    private HandleCommandResult log(Command command) {
        List<Map<String, Object>> data = new ArrayList<>();
        Text text = new Text();
        for (ConfigHistory.Change one : ConfigHistory.last(keys, (int) command.integer("num", USUAL))) {
            text.line("--- " + one.version() + " --- " + one.stamp() + (one.by().isEmpty() ? "" : " --- by " + one.by())
                    + " ---");
            data.add(Data.map("version", one.version(), "timestamp", one.stamp(), "name", "", "by", one.by(), "changes",
                    List.of(change(one, text))));
        }
        return HandleCommandResult.data(data, text);
    }

    /** A change as data, and in lines that are added to the text. */
    private static Map<String, Object> change(ConfigHistory.Change one, Text text) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("name", one.name());
        if (one.previous() != null) {
            change.put("previous_value", one.previous());
            text.line("- " + one.name() + " = " + one.previous());
        }
        if (one.now() != null) {
            change.put("new_value", one.now());
            text.line("+ " + one.name() + " = " + one.now());
        }
        return change;
    }

    private HandleCommandResult show(Command command, boolean defaults) {
        String self = keys.mgrId();
        String who = command.has("who") ? command.string("who") : "mgr." + self;
        if (!who.startsWith("mgr.") || !(who.equals("mgr." + self) || managers.get().contains(who.substring(4)))) {
            return HandleCommandResult.error(Errno.ENOENT, "no config state for daemon " + who
                    + (who.startsWith("mgr.") ? "" : ": only managers, mgr.NAME, tell their configuration"));
        }
        SortedMap<String, Row> all = rows(who.substring(4), who.equals("mgr." + self));
        return command.has("key")
                ? one(command.string("key"), who, all)
                : list(who, all.values()
                        .stream()
                        .filter(row -> defaults || !row.source().equals("default"))
                        .toList());
    }

    private static HandleCommandResult one(String key, String who, Map<String, Row> all) {
        return Optional.ofNullable(all.get(key))
                .map(row -> HandleCommandResult.data(row.value(), Text.of(row.value())))
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "unrecognized config option '" + key
                        + "': 'config show-with-defaults " + who + "' lists them"));
    }

    private HandleCommandResult list(String who, List<Row> shown) {
        Table table = new Table("NAME", "VALUE", "SOURCE");
        shown.forEach(row -> table.row(row.name(), row.value(), row.source()));
        HandleCommandResult result = HandleCommandResult.data(shown.stream()
                .map(row -> Data.map("name", row.name(), "value", row.value(), "source", row.source()))
                .toList(), table);
        return who.equals("mgr." + keys.mgrId())
                ? result
                : new HandleCommandResult(0, result.stdout(), "the settings of its process are not known here: 'tell "
                        + who + " config show' asks it", result.data(), result.text());
    }

    /** What a manager runs with, by name; the settings of its process only if it is this one. */
    private SortedMap<String, Row> rows(String manager, boolean own) {
        SortedMap<String, Row> rows = new TreeMap<>();
        if (own) {
            process.forEach((name, setting) -> rows.put(name,
                    new Row(name, setting.value(), setting.isSet() ? "process" : "default")));
        }
        options.inForceOn(manager)
                .forEach(one -> rows.put(one.fullName(), new Row(one.fullName(),
                        ShownValue.of(Optional.of(one.option()), one.value().orElse("")),
                        one.source().name().toLowerCase(Locale.ROOT))));
        return rows;
    }
}
