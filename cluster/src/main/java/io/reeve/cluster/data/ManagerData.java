package io.reeve.cluster.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StateParts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that the manager itself knows: {@code mgr_map}, {@code mgr_ips}, {@code health}, {@code config} … */
final class ManagerData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManagerData() {}

    static List<DataName> names() {
        return List.of(new DataName("mgr_map", Set.of(StateParts.MGR_DUMP), in -> in.part(StateParts.MGR_DUMP)),
                new DataName("mgr_ips", Set.of(StateParts.MGR_MAP), ManagerData::ips),
                new DataName("health", Set.of(StateParts.HEALTH), in -> withJson(in.part(StateParts.HEALTH))),
                new DataName("config", Set.of(StateParts.CONFIG), ManagerData::config),
                new DataName("config_options", Set.of(StateParts.CONFIG), ManagerData::options),
                new DataName("modified_config_options", Set.of(StateParts.CONFIG), ManagerData::modified));
    }

    /** A map and, under {@code json}, its text: what {@code health} and {@code mon_status} are. */
    private static @Nullable Map<String, Object> withJson(@Nullable Map<String, Object> data) {
        if (data == null) {
            return null;
        }
        try {
            Map<String, Object> out = new LinkedHashMap<>(data);
            out.put("json", JSON.writeValueAsString(data));
            return Collections.unmodifiableMap(out);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not data: " + data, e);
        }
    }

    private static @Nullable Object ips(DataInputs in) {
        MgrMap map = in.part(StateParts.MGR_MAP);
        if (map == null || map.active() == null) {
            return null;
        }
        String address = map.active().manager().report();
        return Map.of("ips", List.of(address.substring(0, Math.max(0, address.lastIndexOf(':')))));
    }

    private static @Nullable Object config(DataInputs in) {
        StateParts.ConfigView view = in.part(StateParts.CONFIG);
        return view == null ? null : view.config();
    }

    private static @Nullable Object options(DataInputs in) {
        StateParts.ConfigView view = in.part(StateParts.CONFIG);
        return view == null ? null : Map.of("options", view.options());
    }

    private static @Nullable Object modified(DataInputs in) {
        StateParts.ConfigView view = in.part(StateParts.CONFIG);
        return view == null ? null : Map.of("options", view.modified());
    }
}
