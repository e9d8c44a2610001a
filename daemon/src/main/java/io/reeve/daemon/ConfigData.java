package io.reeve.daemon;

import io.reeve.cluster.StateParts.ConfigView;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.daemon.config.DaemonOptions;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.options.ModuleOptions.Stored;
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
        this.options = new ModuleOptions(parts.modules().catalog(), new StandbyServices(parts),
                parts.config().options());
    }

    ConfigView view() {
        Map<String, String> all = new TreeMap<>(parts.config().inForce());
        all.put("name", "mgr." + parts.self().name());
        options.inForce().forEach(one -> all.put(one.fullName(), one.value().orElse("")));
        List<String> modified = options.dump().stream().map(Stored::fullName).distinct().sorted().toList();
        return new ConfigView(Collections.unmodifiableMap(all), List.copyOf(all.keySet()), modified);
    }

    /** How daemons are to report. */
    DaemonSettings daemons() {
        return DaemonOptions.settings(name -> options.get(ModuleOptions.MANAGERS, name));
    }
}
