package io.reeve.daemon;

import io.reeve.cluster.StateParts.ConfigView;
import io.reeve.modulehost.LoadedModule;
import io.reeve.modulehost.ModuleOptions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options in force on this manager: its own, and those of its modules. */
final class ConfigData {
    private final Parts parts;
    private final ModuleOptions options;

    ConfigData(Parts parts) {
        this.parts = parts;
        this.options = new ModuleOptions(parts.modules().catalog(), new StandbyServices(parts));
    }

    ConfigView view() {
        Map<String, String> all = new TreeMap<>(parts.config().inForce());
        all.put("name", "mgr." + parts.self().name());
        for (LoadedModule module : parts.modules().catalog().all()) {
            for (ModuleOptions.InForce one : options.inForce(module.name())) {
                all.put(name(module.name(), one.option().name()), one.value().orElse(""));
            }
        }
        List<String> modified = options.dump()
                .stream()
                .map(s -> name(s.module(), s.name()))
                .distinct()
                .sorted()
                .toList();
        return new ConfigView(Collections.unmodifiableMap(all), List.copyOf(all.keySet()), modified);
    }

    private static String name(String module, String option) {
        return "mgr/" + module + "/" + option;
    }
}
