package io.reeve.modulehost.options;

import io.reeve.api.ModuleOption;
import io.reeve.api.UnknownOptionException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.modulehost.catalog.ModuleData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The commands {@code config set|get|rm|dump|ls|help}. The options of modules are named {@code mgr/MODULE/NAME} and belong
 * to {@code mgr} (all managers) or {@code mgr.ID} (one manager); those of the cluster are named {@code NAME} and belong to
 * {@code mgr}. They follow Ceph (ConfigMonitor.cc).
 */
public final class ConfigCommands {
    private static final String WHO = "name=who,type=CephString ";
    private static final String OPTION = "name=name,type=CephString";

    private final ModuleOptions options;

    /** Creates the commands. */
    public ConfigCommands(ModuleOptions options) {
        this.options = options;
    }

    /** All commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                command("config set " + WHO + OPTION + " name=value,type=CephString "
                        + "name=force,type=CephBool,req=false", "set an option", "rw", this::set),
                command("config get " + WHO + OPTION + ",req=false", "show options in force", "r", this::get),
                command("config rm " + WHO + OPTION, "go back to an option's default", "rw", this::remove),
                command("config dump", "show all options that are set", "r", c -> dump()),
                command("config ls", "list the options there are", "r", c -> list()),
                command("config help name=key,type=CephString", "describe an option", "r", this::help));
    }

    private static BuiltinCommand command(String cmd, String desc, String perm, BuiltinCommand.Handler handler) {
        return BuiltinCommand.of(new CommandDescriptor(cmd, desc, perm),
                c -> {
                    try {
                        return handler.handle(c);
                    } catch (Refusal e) {
                        return HandleCommandResult.error(Errno.EINVAL, Objects.toString(e.getMessage()));
                    }
                });
    }

    /** The name of an option in a command. */
    private record Name(String module, String option, String manager) {
        static Name parse(String who, String name) {
            String manager;
            if (who.equals("mgr") || who.equals("global")) {
                manager = "";
            } else if (who.startsWith("mgr.") && who.length() > 4) {
                manager = who.substring(4);
            } else {
                throw new Refusal("unrecognized config target '" + who + "': use mgr, or mgr.ID for one manager");
            }
            String[] parts = name.split("/", -1);
            if (parts.length == 1 && !name.isEmpty()) {
                if (!manager.isEmpty()) {
                    throw new Refusal("option '" + name + "' is one of the whole cluster, not of '" + who
                            + "': use mgr");
                }
                return new Name(ModuleOptions.MANAGERS, name, "");
            }
            if (parts.length == 4 && parts[0].equals("mgr")) {
                // mgr/MODULE/ID/NAME, as in Ceph
                return new Name(parts[1], parts[3], parts[2]);
            }
            if (parts.length != 3 || !parts[0].equals("mgr")) {
                throw new Refusal(
                        "unrecognized config option '" + name + "': options are named NAME or mgr/MODULE/NAME; "
                                + "'config ls' lists them");
            }
            return new Name(parts[1], parts[2], manager);
        }

        /** The part of the key in the store that follows the owner. */
        String local() {
            return manager.isEmpty() ? option : manager + "/" + option;
        }
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private HandleCommandResult set(Command command) {
        Name name = Name.parse(command.string("who"), command.string("name"));
        String value = command.string("value");
        if (command.bool("force")) {
            options.force(name.module(), name.local(), value, command.from());
            return HandleCommandResult.ok();
        }
        try {
            ModuleOption option = options.set(name.module(), name.local(), value, command.from());
            return option.runtime()
                    ? HandleCommandResult.ok()
                    : HandleCommandResult.remark("takes effect when the module starts again: 'mgr module restart "
                            + name.module() + "'");
        } catch (UnknownOptionException e) {
            throw new Refusal("unrecognized config option '" + command.string("name") + "': " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new Refusal("error parsing value: " + e.getMessage());
        }
    }

    private HandleCommandResult remove(Command command) {
        Name name = Name.parse(command.string("who"), command.string("name"));
        return options.remove(name.module(), name.local(), command.from())
                ? HandleCommandResult.ok()
                : HandleCommandResult.remark("option '" + command.string("name") + "' was not set");
    }

    private HandleCommandResult get(Command command) {
        if (!command.has("name")) {
            return HandleCommandResult.data(inForce());
        }
        Name name = Name.parse(command.string("who"), command.string("name"));
        try {
            String value = name.manager().isEmpty()
                    ? options.get(name.module(), name.option()).orElse("")
                    : options.getLocalized(name.module(), name.option()).orElse("");
            return HandleCommandResult.data(value);
        } catch (UnknownOptionException e) {
            return HandleCommandResult.error(Errno.ENOENT, Objects.toString(e.getMessage()));
        }
    }

    private List<Map<String, Object>> inForce() {
        return options.inForce()
                .stream()
                .map(one -> Data.map("name", one.fullName(), "value", one.value().orElse(""), "source",
                        one.source().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private HandleCommandResult dump() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ModuleOptions.Stored stored : options.dump()) {
            rows.add(Data.map("section", stored.who().isEmpty() ? "mgr" : "mgr." + stored.who(), "name",
                    stored.fullName(), "value", stored.value(), "known", stored.known()));
        }
        return HandleCommandResult.data(rows);
    }

    private HandleCommandResult list() {
        List<String> names = options.inForce().stream().map(ModuleOptions.InForce::fullName).sorted().toList();
        return HandleCommandResult.data(names, Text.of(names));
    }

    private HandleCommandResult help(Command command) {
        Name name = Name.parse("mgr", command.string("key"));
        return options.find(name.module(), name.option())
                .map(o -> HandleCommandResult.data(ModuleData.of(o), text(command.string("key"), o)))
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "unrecognized config option '"
                        + command.string("key") + "': 'config ls' lists the options there are"));
    }

    private static Text text(String name, ModuleOption o) {
        Text out = Text.of(name + " - " + o.desc());
        out.line("  (" + o.type().wireName() + ", " + o.level().wireName() + ")");
        out.line("  Default: " + Objects.requireNonNullElse(o.defaultValue(), ""));
        if (o.min() != null) {
            out.line("  Minimum: " + o.min());
        }
        if (o.max() != null) {
            out.line("  Maximum: " + o.max());
        }
        if (!o.enumAllowed().isEmpty()) {
            out.line("  Possible values: " + String.join(", ", o.enumAllowed()));
        }
        out.line("  Can update at runtime: " + o.runtime());
        return o.longDesc().isEmpty() ? out : out.line("").lines(o.longDesc().lines().toList());
    }
}
