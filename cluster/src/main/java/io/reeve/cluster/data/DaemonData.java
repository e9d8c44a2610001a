package io.reeve.cluster.data;

import java.util.stream.Collectors;
import java.util.stream.Collector;
import java.util.function.Function;
import java.util.Collections;
import java.util.LinkedHashMap;
import io.reeve.api.command.Data;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Stamps;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names about any daemon: {@code mds_metadata}, {@code service_map}, {@code devices}. */
final class DaemonData {
    private static final DataName DEVICES = new DataName("device *", Set.of(DaemonParts.METADATA),
            DaemonData::deviceById);

    private DaemonData() {}

    static List<DataName> names() {
        return List.of(
                new DataName("mds_metadata", Set.of(DaemonParts.METADATA), in -> in.daemons()
                        .ofType("mds")
                        .collect(orderedMap(d -> d.id().id(), DaemonData::metadata))),
                new DataName("service_map",
                        Set.of(StateParts.SERVICES, DaemonParts.METADATA, DaemonParts.STATUS), DaemonData::services),
                DEVICES, new DataName("devices", Set.of(DaemonParts.METADATA), in -> Map.of("devices",
                        devices(in).values().stream().map(Device::data).toList())));
    }

    /** Its metadata with the host first, as Ceph has it. */
    static Map<String, Object> metadata(DaemonState daemon) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("hostname", daemon.metadata("hostname"));
        out.putAll(sorted(daemon.metadata()));
        return Collections.unmodifiableMap(out);
    }

    /** A collector into an immutable map in the order of the stream. */
    static <T> Collector<T, ?, Map<String, Object>> orderedMap(Function<T, String> key, Function<T, Object> value) {
        return Collectors.collectingAndThen(
                Collectors.toMap(key, value, (_, second) -> second, LinkedHashMap::new), Collections::unmodifiableMap);
    }

    private static SortedMap<String, String> sorted(Map<String, String> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static @Nullable Object services(DataInputs in) {
        StateParts.ServiceEpoch epoch = in.part(StateParts.SERVICES);
        if (epoch == null) {
            return null;
        }
        SortedMap<String, Map<String, Object>> types = new TreeMap<>();
        in.daemons()
                .stream()
                .filter(d -> d.opening().service())
                .forEach(d -> types.computeIfAbsent(d.id().type(), _ -> new LinkedHashMap<>(Map.of("summary", "")))
                        .put(d.id().id(), service(d, epoch)));
        Map<String, Object> services = new LinkedHashMap<>();
        types.forEach((type, daemons) -> services.put(type, Map.of("daemons", Collections.unmodifiableMap(daemons))));
        return Data.map("epoch", epoch.epoch(), "modified", Stamps.of(epoch.modified()), "services", Collections.unmodifiableMap(services));
    }

    private static Map<String, Object> service(DaemonState daemon, StateParts.ServiceEpoch epoch) {
        return Data.map("start_epoch", epoch.started().getOrDefault(daemon.id().name(), epoch.epoch()), "start_stamp", Stamps.of(daemon.openedAt()), "gid", daemon.opening().gid(), "addr", daemon.opening().address() + "/0", "metadata", sorted(daemon.metadata()), "task_status", sorted(daemon.facts().taskStatus()));
    }

    private record Device(String id, List<Map<String, Object>> locations, Set<String> daemons) {
        Map<String, Object> data() {
            return Data.map("devid", id, "location", List.copyOf(locations), "daemons", List.copyOf(daemons));
        }
    }

    /** From {@code device_ids} in the metadata, as in {@code sda=VENDOR_MODEL_SERIAL,sdb=…}. */
    private static SortedMap<String, Device> devices(DataInputs in) {
        SortedMap<String, Device> all = new TreeMap<>();
        in.daemons().stream().forEach(d -> {
            Map<String, String> paths = pairs(d.metadata("device_paths"));
            pairs(d.metadata("device_ids")).forEach((name, id) -> {
                Device device = all.computeIfAbsent(id, _ -> new Device(id, new ArrayList<>(), new TreeSet<>()));
                Map<String, Object> location = Data.map("host", d.metadata("hostname"), "dev", name, "path", paths.getOrDefault(name, ""));
                if (!device.locations().contains(location)) {
                    device.locations().add(location);
                }
                device.daemons().add(d.id().name());
            });
        });
        return all;
    }

    private static Object deviceById(DataInputs in) {
        return devices(in).values()
                .stream()
                .collect(orderedMap(Device::id, d -> Map.of("device", d.data())));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> out = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                out.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return out;
    }
}
