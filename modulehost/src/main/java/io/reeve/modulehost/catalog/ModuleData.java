package io.reeve.modulehost.catalog;

import io.reeve.api.ModuleOption;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The data of modules and their options, with Ceph's keys. */
public final class ModuleData {
    private final ModuleCatalog catalog;

    /** @param catalog the modules that this node has loaded, with their options */
    public ModuleData(ModuleCatalog catalog) {
        this.catalog = catalog;
    }

    /** A module, as in {@code available_modules} and {@code mgr module ls}. */
    public Map<String, Object> of(MgrMap.AvailableModule module) {
        Map<String, Object> options = new LinkedHashMap<>();
        catalog.find(module.name())
                .ifPresent(loaded -> loaded.options().forEach(o -> options.put(o.name(), of(o))));
        return Data.map("name", module.name(), "can_run", module.canRun(), "error_string", module.errorString(),
                "module_options", options);
    }

    /** An option, as in {@code module_options} and {@code config help}. */
    public static Map<String, Object> of(ModuleOption o) {
        return Data.map("name", o.name(), "type", o.type().wireName(), "level", o.level().wireName(), "flags",
                o.runtime() ? 1 : 0, "default_value", Objects.requireNonNullElse(o.defaultValue(), ""), "min",
                Objects.requireNonNullElse(o.min(), ""), "max", Objects.requireNonNullElse(o.max(), ""), "enum_allowed",
                o.enumAllowed(), "desc", o.desc(), "long_desc", o.longDesc(), "tags", o.tags(), "see_also",
                o.seeAlso());
    }
}
