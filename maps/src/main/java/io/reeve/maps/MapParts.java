package io.reeve.maps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.command.Data;
import io.reeve.cluster.DataName;
import io.reeve.cluster.StatePart;
import io.reeve.cluster.StateParts;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMapDump;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.mon.MonMapDump;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The maps as parts of the cluster's state, and their data names. */
public final class MapParts {
    /** The OSD map. */
    public static final StatePart<OsdMapView> OSD_MAP = StatePart.of("osd map");
    /** The file system map. */
    public static final StatePart<FsMap> FS_MAP = StatePart.of("fs map");
    /** The ZooKeeper ensemble. */
    public static final StatePart<MonMap> MON_MAP = StatePart.of("mon map");
    private static final ObjectMapper JSON = new ObjectMapper();

    private MapParts() {}

    /**
     * The data names of the maps.
     *
     * @param millis the time in milliseconds since 1970
     */
    public static List<DataName> names(LongSupplier millis) {
        return List.of(name("osd_map", OSD_MAP, OsdMapView::osdMap), name("osd_map_tree", OSD_MAP, OsdMapView::tree),
                name("osd_map_crush", OSD_MAP, OsdMapView::crush),
                name("osd_crush_map_text", OSD_MAP, OsdMapView::crushText),
                name("osdmap_crush_map_text", OSD_MAP, OsdMapView::crushText), name("fs_map", FS_MAP, FsMapDump::of),
                name("mon_map", MON_MAP, MonMapDump::map),
                name("mon_status", MON_MAP, map -> withText(MonMapDump.status(map, millis.getAsLong()))));
    }

    private static <T> DataName name(String name, StatePart<T> part, Function<T, Object> build) {
        return new DataName(name, Set.of(part), in -> {
            @Nullable
            T value = in.part(part);
            return value == null ? null : build.apply(value);
        });
    }

    /** The data with its own JSON text under {@code json}, which old modules read. */
    private static Map<String, Object> withText(Map<String, Object> data) {
        try {
            List<Object> all = new ArrayList<>();
            data.forEach((key, value) -> {
                all.add(key);
                all.add(value);
            });
            all.add("json");
            all.add(JSON.writeValueAsString(data));
            return Data.map(all.toArray());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers can be written", e);
        }
    }

    /** The summary of an OSD map that the data about space and placement groups needs. */
    public static StateParts.OsdMapSummary view(OsdMap map) {
        Map<Integer, StateParts.OsdSummary> osds = new TreeMap<>();
        Map<CrushRule, Map<Integer, Long>> weights = new HashMap<>();
        map.osds().values().forEach(osd -> {
            Crush.Device device = map.crush().devices().get(osd.id());
            osds.put(osd.id(), new StateParts.OsdSummary(osd.id(), osd.up(), osd.in(), osd.upFrom(),
                    device == null ? "" : device.deviceClass()));
        });
        return new StateParts.OsdMapSummary(map.epoch(), Collections.unmodifiableMap(osds),
                map.pools()
                        .values()
                        .stream()
                        .map(p -> new StateParts.PoolSummary(p.id(), p.name(), p.size(), p.quota().bytes(),
                                p.quota().objects(),
                                weights.computeIfAbsent(map.crush().rule(p.crushRule()), rule -> ofKnown(map, rule))))
                        .toList(),
                map.ratios().full());
    }

    /** The weights of the storage daemons of the map that a rule takes. */
    private static Map<Integer, Long> ofKnown(OsdMap map, CrushRule rule) {
        Map<Integer, Long> weights = map.crush().weights(rule);
        weights.keySet().retainAll(map.osds().keySet());
        return Collections.unmodifiableMap(weights);
    }
}
