package io.reeve.modulehost;

import io.reeve.api.ModuleOption;
import io.reeve.api.command.Data;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.modulehost.catalog.LoadError;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.options.ShownValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The sections about modules and options. The value of an option is told if its type leaves no room for a secret: numbers,
 * sizes, times, yes or no, and a choice among the declared ones. Of a text, and of an option with the tag {@code secret}, only
 * its source is told, whatever the option is called, and of a value that no module declares only that it is there.
 */
public final class ModuleDiagnostics {
    private ModuleDiagnostics() {}

    /**
     * The sections of a manager in any role.
     *
     * @param enabled the names of the enabled modules
     * @param status  the states of the modules of the present role
     */
    public static List<DiagnosticSection> of(ModuleCatalog catalog, Supplier<List<String>> enabled,
            Supplier<List<ModuleStatus>> status, ModuleOptions options) {
        return List.of(DiagnosticSection.data("modules", () -> modules(catalog, enabled.get(), status.get())),
                DiagnosticSection.data("options", () -> options(options)));
    }

    private static Map<String, Object> modules(ModuleCatalog catalog, List<String> enabled,
            List<ModuleStatus> status) {
        return Data.map("enabled", enabled, "states", status.stream().map(ModuleDiagnostics::state).toList(), "loaded",
                catalog.all().stream().map(ModuleDiagnostics::loaded).toList(), "load_errors",
                catalog.errors().stream().map(LoadError::message).toList(), "leftovers",
                catalog.leftovers()
                        .stream()
                        .map(left -> Data.map("module", left.module(), "threads", left.threads(), "class_loaders",
                                left.loaders()))
                        .toList());
    }

    private static Map<String, Object> state(ModuleStatus of) {
        return Data.map("module", of.name(), "state", of.state().name().toLowerCase(Locale.ROOT), "problem",
                of.problem(), "restarts", of.stats().restarts(), "serving_ms", of.stats().servingFor().toMillis(),
                "commands", of.stats().commands(), "command_errors", of.stats().commandErrors(), "longest_command_ms",
                of.stats().longestCommand().toMillis(), "notifications", of.stats().notifications(), "notify_errors",
                of.stats().notifyErrors(), "notifications_dropped", of.stats().dropped(), "http_requests",
                of.stats().httpRequests(), "threads", of.stats().threads());
    }

    private static Map<String, Object> loaded(LoadedModule module) {
        return Data.map("module", module.name(), "version", module.version(), "path", module.path().toString(),
                "can_run", module.canRun().ok(), "error_string", module.canRun().reason());
    }

    private static Map<String, Object> options(ModuleOptions options) {
        List<Map<String, Object>> all = new ArrayList<>();
        options.inForce().forEach(one -> all.add(option(one)));
        return Data.map("options", all, "stored_without_declaration",
                options.dump().stream().filter(stored -> !stored.known()).count());
    }

    private static Map<String, Object> option(ModuleOptions.InForce of) {
        Map<String, Object> out = new LinkedHashMap<>(Data.map("name", of.fullName(), "type",
                of.option().type().wireName(), "source", of.source().name().toLowerCase(Locale.ROOT), "is_set",
                of.value().isSet()));
        if (isTold(of.option())) {
            out.put("value", of.value().orElse(""));
        }
        return out;
    }

    /** Whether no value of the option can be a secret. */
    static boolean isTold(ModuleOption option) {
        return !ShownValue.isSecret(option) && switch (option.type()) {
            case INT, UINT, FLOAT, BOOL, SIZE, SECS -> true;
            case STR, ADDR, UUID -> !option.enumAllowed().isEmpty();
        };
    }
}
