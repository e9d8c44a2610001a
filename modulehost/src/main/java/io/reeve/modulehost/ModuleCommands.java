package io.reeve.modulehost;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Data;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.modulehost.catalog.Leftover;
import io.reeve.modulehost.catalog.LoadError;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ModuleData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands {@code mgr module ls|enable|disable|restart|rescan} and {@code mgr self-test module}. */
public final class ModuleCommands {
    private static final String MODULE = "name=module,type=CephString";

    /** The operations of the active manager that these commands call. */
    public interface Modules {
        /** The names of the enabled modules. */
        List<String> enabled();

        /** Enables a module; returns when it accepts commands, or with the reason why it does not. */
        HandleCommandResult enable(String module, boolean force);

        /** Disables a module, and waits until it has stopped. */
        HandleCommandResult disable(String module);

        /** Stops an enabled module and starts it again; waits for both. */
        HandleCommandResult restart(String module);

        /** Runs the self-test of an enabled module. */
        HandleCommandResult selfTest(String module);

        /** Rescans the module path; returns after all parts of the manager know the changes. */
        ModuleCatalog.Changes rescan();

        /** The state of an enabled module, in one word. */
        String state(String module);
    }

    private final Modules modules;
    private final ModuleCatalog catalog;
    private final ModuleData data;

    /** Creates the commands. */
    public ModuleCommands(Modules modules, ModuleCatalog catalog) {
        this.modules = modules;
        this.catalog = catalog;
        this.data = new ModuleData(catalog);
    }

    /** All commands. */
    public List<BuiltinCommand> commands() {
        return List.of(command("mgr module ls", "list modules", "r", c -> list()),
                command("mgr module enable " + MODULE + " name=force,type=CephBool,req=false", "switch a module on",
                        "rw", c -> modules.enable(c.string("module"), c.bool("force"))),
                command("mgr module disable " + MODULE, "switch a module off", "rw",
                        c -> modules.disable(c.string("module"))),
                command("mgr module restart " + MODULE, "stop an enabled module and start it again", "rw",
                        c -> modules.restart(c.string("module"))),
                command("mgr self-test module " + MODULE, "have an enabled module test itself", "rw",
                        c -> modules.selfTest(c.string("module"))),
                command("mgr module rescan", "look at the module path again", "rw", c -> rescan()));
    }

    private static BuiltinCommand command(String cmd, String desc, String perm, BuiltinCommand.Handler handler) {
        return BuiltinCommand.of(new CommandDescriptor(cmd, desc, perm), handler);
    }

    private HandleCommandResult list() {
        List<String> enabled = modules.enabled();
        List<Map<String, Object>> disabled = new ArrayList<>();
        List<String> lines = new ArrayList<>(
                List.of(String.format(Locale.ROOT, "%-24s %-5s %s", "MODULE", "", "STATE")));
        enabled.forEach(
                name -> lines.add(String.format(Locale.ROOT, "%-24s %-5s %s", name, "on", modules.state(name))));
        for (MgrMap.AvailableModule module : catalog.available()) {
            if (!enabled.contains(module.name())) {
                disabled.add(data.of(module));
                lines.add(String.format(Locale.ROOT, "%-24s %-5s %s", module.name(), "-", module.errorString())
                        .stripTrailing());
            }
        }
        List<Map<String, Object>> errors = new ArrayList<>();
        for (LoadError error : catalog.errors()) {
            errors.add(Data.map("path", error.path().toString(), "error", error.message()));
            lines.add("cannot be loaded: " + error.message());
        }
        List<Map<String, Object>> leftovers = new ArrayList<>();
        for (Leftover left : catalog.leftovers()) {
            leftovers.add(Data.map("name", left.module(), "threads", left.threads(), "class_loaders", left.loaders()));
            lines.add("left behind: " + left.text());
        }
        return HandleCommandResult.data(Data.map("always_on_modules", List.of(), "enabled_modules", enabled,
                "disabled_modules", disabled, "load_errors", errors, "leftovers", leftovers), Text.of(lines));
    }

    private HandleCommandResult rescan() {
        ModuleCatalog.Changes found = modules.rescan();
        Map<String, Object> data = Data.map("added", found.added(), "removed", found.removed(), "changed",
                found.changed(), "errors", found.errors().stream().map(LoadError::message).toList());
        return HandleCommandResult.data(data);
    }
}
