package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The MgrMap as data: Ceph's keys (MgrMap::dump in Ceph's mon/MgrMap.h), then ours. Keys of things that Reeve does not
 * have are there with their empty value, so that readers made for Ceph find them.
 */
public final class MgrMapDump {
    private final Function<MgrMap.AvailableModule, Map<String, Object>> module;

    /** @param module an available module as data, with its options */
    public MgrMapDump(Function<MgrMap.AvailableModule, Map<String, Object>> module) {
        this.module = module;
    }

    /** {@code mgr stat}. */
    public static Map<String, Object> stat(MgrMap map) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("epoch", map.epoch());
        out.put("available", map.available());
        out.put("active_name", map.active() == null ? "" : map.active().manager().name());
        out.put("num_standby", map.standbys().size());
        return out;
    }

    /** {@code mgr dump}. */
    public Map<String, Object> dump(MgrMap map) {
        Map<String, Object> out = new LinkedHashMap<>();
        MgrMap.Active active = map.active();
        out.put("epoch", map.epoch());
        out.put("flags", map.down() ? 1 : 0);
        out.put("active_gid", active == null ? 0L : active.manager().gid());
        out.put("active_name", active == null ? "" : active.manager().name());
        String address = active == null ? "" : active.manager().report();
        out.put("active_addrs", addresses(active));
        out.put("active_addr", active == null ? "" : address + "/0");
        out.put("active_change", map.since().toString());
        out.put("active_mgr_features", 0);
        out.put("available", map.available());
        out.put("standbys", map.standbys().stream().map(this::standby).toList());
        out.put("modules", map.modules());
        out.put("available_modules", active == null ? List.of() : modules(active.manager().modules()));
        out.put("services", map.services());
        out.put("always_on_modules", Map.of());
        out.put("force_disabled_modules", Map.of());
        out.put("last_failure_osd_epoch", 0);
        out.put("active_clients", List.of());
        out.put("cluster", map.cluster());
        out.put("fsid", map.fsid());
        out.put("down", map.down());
        out.put("active", active == null ? null : active(active));
        return out;
    }

    private static Map<String, Object> addresses(MgrMap.@Nullable Active active) {
        return active == null
                ? Map.of("addrvec", List.of())
                : Map.of("addrvec", List.of(Data.map("type", "v2", "addr", active.manager().report(), "nonce", 0)));
    }

    private static Map<String, Object> active(MgrMap.Active active) {
        Map<String, Object> out = new LinkedHashMap<>(node(active.manager()));
        out.put("epoch", active.epoch());
        out.put("since", active.since().toString());
        out.put("state", active.available() ? "available" : "starting");
        return out;
    }

    private Map<String, Object> standby(MgrMap.Manager manager) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("gid", manager.gid());
        out.put("name", manager.name());
        out.put("mgr_features", 0);
        out.put("available_modules", modules(manager.modules()));
        node(manager).forEach(out::putIfAbsent);
        return out;
    }

    private static Map<String, Object> node(MgrMap.Manager manager) {
        return Data.map("name", manager.name(), "gid", manager.gid(), "host", manager.host(), "pid", manager.pid(),
                "url", manager.url(), "report", manager.report(), "version", manager.version(), "priority",
                manager.priority() == null ? "never" : manager.priority());
    }

    private List<Map<String, Object>> modules(List<MgrMap.AvailableModule> modules) {
        return modules.stream().map(module).toList();
    }
}
