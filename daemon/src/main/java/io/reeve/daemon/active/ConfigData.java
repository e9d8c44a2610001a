package io.reeve.daemon.active;

import io.reeve.cluster.StateParts.ConfigView;
import io.reeve.cluster.daemon.DaemonOptions;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.options.ModuleOptions.Stored;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options in force on this manager: its own, and those of its modules. */
public final class ConfigData {
    private final ManagerConfig config;
    private final String name;
    private final ModuleOptions options;

    /** @param name this manager's name */
    public ConfigData(ManagerConfig config, String name, ModuleOptions options) {
        this.config = config;
        this.name = name;
        this.options = options;
    }

    /** The options by name, and which of them are set. */
    public ConfigView view() {
        Map<String, String> all = new TreeMap<>(config.inForce());
        all.put("name", "mgr." + name);
        options.inForce().forEach(one -> all.put(one.fullName(), one.value().orElse("")));
        List<String> modified = options.dump().stream().map(Stored::fullName).distinct().sorted().toList();
        return new ConfigView(Collections.unmodifiableMap(all), List.copyOf(all.keySet()), modified);
    }

    /** The settings of daemons: how they are to report. */
    public DaemonSettings daemons() {
        return DaemonOptions.settings(name -> options.get(ModuleOptions.MANAGERS, name));
    }
}
