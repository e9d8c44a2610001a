package io.reeve.cluster.data;

import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataInputs;
import io.reeve.cluster.DataName;
import io.reeve.cluster.Stamps;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.Tree;
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
                        .collect(Tree.toMap(d -> d.id().id(), DaemonData::metadata))),
                new DataName("service_map",
                        Set.of(StateParts.SERVICES, DaemonParts.METADATA, DaemonParts.STATUS), DaemonData::services),
                DEVICES, new DataName("devices", Set.of(DaemonParts.METADATA), in -> Map.of("devices",
                        devices(in).values().stream().map(Device::data).toList())));
    }

    /** Its metadata with the host first, as Ceph has it. */
    static Map<String, Object> metadata(DaemonState daemon) {
        return Tree.map()
                .put("hostname", daemon.metadata("hostname"))
                .putAll(new TreeMap<>(daemon.metadata()))
                .done();
    }

    private static @Nullable Object services(DataInputs in) {
        StateParts.ServiceEpoch epoch = in.part(StateParts.SERVICES);
        if (epoch == null) {
            return null;
        }
        SortedMap<String, Tree> types = new TreeMap<>();
        in.daemons()
                .stream()
                .filter(d -> d.opening().service())
                .forEach(d -> types.computeIfAbsent(d.id().type(), _ -> Tree.map().put("summary", ""))
                        .put(d.id().id(), service(d, epoch)));
        Tree services = Tree.map();
        types.forEach((type, daemons) -> services.put(type, Map.of("daemons", daemons.done())));
        return Tree.map()
                .put("epoch", epoch.epoch())
                .put("modified", Stamps.of(epoch.modified()))
                .put("services", services.done())
                .done();
    }

    private static Map<String, Object> service(DaemonState daemon, StateParts.ServiceEpoch epoch) {
        return Tree.map()
                .put("start_epoch", epoch.started().getOrDefault(daemon.id().name(), epoch.epoch()))
                .put("start_stamp", Stamps.of(daemon.openedAt()))
                .put("gid", daemon.opening().gid())
                .put("addr", daemon.opening().address() + "/0")
                .put("metadata", Tree.map().putAll(new TreeMap<>(daemon.metadata())).done())
                .put("task_status", Tree.map().putAll(new TreeMap<>(daemon.facts().taskStatus())).done())
                .done();
    }

    private record Device(String id, List<Map<String, Object>> locations, Set<String> daemons) {
        Map<String, Object> data() {
            return Tree.map()
                    .put("devid", id)
                    .put("location", List.copyOf(locations))
                    .put("daemons", List.copyOf(daemons))
                    .done();
        }
    }

    /** From {@code device_ids} in the metadata, as in {@code sda=VENDOR_MODEL_SERIAL,sdb=…}. */
    private static SortedMap<String, Device> devices(DataInputs in) {
        SortedMap<String, Device> all = new TreeMap<>();
        in.daemons().stream().forEach(d -> {
            Map<String, String> paths = pairs(d.metadata("device_paths"));
            pairs(d.metadata("device_ids")).forEach((name, id) -> {
                Device device = all.computeIfAbsent(id, _ -> new Device(id, new ArrayList<>(), new TreeSet<>()));
                Map<String, Object> location = Tree.map()
                        .put("host", d.metadata("hostname"))
                        .put("dev", name)
                        .put("path", paths.getOrDefault(name, ""))
                        .done();
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
                .collect(Tree.toMap(Device::id, d -> Map.of("device", d.data())));
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
