package io.reeve.modules.dashboard;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The sections about the managers and their modules. */
final class ManagerSections {
    private ManagerSections() {}

    /** Who this cluster is, and who is active. */
    static Map<String, Object> cluster(MgrMap map, String version) {
        MgrMap.Active active = map.active();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", map.cluster());
        info.put("fsid", map.fsid());
        info.put("epoch", map.epoch());
        info.put("down", map.down());
        info.put("version", version);
        info.put("active", active == null ? "" : active.manager().name());
        info.put("url", active == null ? "" : active.manager().url());
        info.put("since", map.since().toString());
        return Map.of("info", info);
    }

    /** Each manager by name. */
    static Map<String, Object> managers(MgrMap map) {
        Map<String, Object> all = new LinkedHashMap<>();
        MgrMap.Active active = map.active();
        if (active != null) {
            all.put(active.manager().name(), manager(active.manager(), true));
        }
        map.standbys().forEach(standby -> all.put(standby.name(), manager(standby, false)));
        return all;
    }

    private static Map<String, Object> manager(MgrMap.Manager manager, boolean active) {
        return Data.map("name", manager.name(), "active", active, "host", manager.host(), "pid", manager.pid(), "url",
                manager.url(), "version", manager.version(), "priority", manager.priority(), "canLead",
                manager.priority() != null);
    }

    /**
     * Each module that is enabled or installed on the active.
     *
     * @param states the states of those that are enabled
     */
    static Map<String, Object> modules(MgrMap map, Map<String, String> states) {
        Map<String, MgrMap.AvailableModule> installed = new LinkedHashMap<>();
        MgrMap.Active active = map.active();
        if (active != null) {
            active.manager().modules().forEach(module -> installed.put(module.name(), module));
        }
        TreeSet<String> names = new TreeSet<>(installed.keySet());
        names.addAll(map.modules());
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : names) {
            all.put(name, module(map, name, installed.get(name), states.getOrDefault(name, "")));
        }
        return all;
    }

    private static Map<String, Object> module(MgrMap map, String name, MgrMap.@Nullable AvailableModule installed,
            String state) {
        return Data.map("name", name, "enabled", map.modules().contains(name), "installed", installed != null,
                "canRun", installed != null && installed.canRun(), "error",
                installed == null ? "not installed on the active" : installed.errorString(), "lackingOn",
                lacking(map, name), "state", state,
                "uri", map.services().get(name));
    }

    /** The standbys on which a module cannot run. */
    static List<String> lacking(MgrMap map, String module) {
        return map.standbys()
                .stream()
                .filter(standby -> standby.modules().stream().noneMatch(m -> m.name().equals(module) && m.canRun()))
                .map(MgrMap.Manager::name)
                .toList();
    }
}
