package io.reeve.maps.osd;

import io.reeve.api.command.Data;
import io.reeve.cluster.Shape;
import io.reeve.maps.crush.CrushDump;
import io.reeve.maps.crush.CrushText;
import java.util.List;
import java.util.Map;

/** The trees of one OSD map, as modules see them: each is made when it is first asked for, and is then the same object. */
public final class OsdMapView {
    private final OsdMap map;
    private final Lazy<Map<String, Object>> dump;
    private final Lazy<Map<String, Object>> tree;
    private final Lazy<Map<String, Object>> crush;
    private final Lazy<String> crushText;

    public OsdMapView(OsdMap map) {
        this.map = map;
        this.dump = new Lazy<>(() -> OsdMapDump.of(map));
        this.tree = new Lazy<>(() -> OsdTree.of(map, OsdTree.Filter.ALL));
        this.crush = new Lazy<>(() -> CrushDump.of(map.crush()));
        this.crushText = new Lazy<>(() -> CrushText.of(map.crush()));
    }

    /** The map itself. */
    public OsdMap map() {
        return map;
    }

    /** {@code get("osd_map")} and {@code osd dump}. */
    public Map<String, Object> osdMap() {
        return dump.get();
    }

    /** {@code get("osd_map_tree")} and {@code osd tree}. */
    public Map<String, Object> tree() {
        return tree.get();
    }

    /** {@code get("osd_map_crush")} and {@code osd crush dump}. */
    public Map<String, Object> crush() {
        return crush.get();
    }

    /** {@code get("osd_crush_map_text")}: what crushtool compiles. */
    public String crushText() {
        return crushText.get();
    }

    /** An address as Ceph writes it. */
    public static Map<String, Object> addresses(String address) {
        return Data.map("addrvec", address.isEmpty() ? List.of() : List.of(ADDRESS.row("v2", address, 0)));
    }

    private static final Shape ADDRESS = Shape.of("type", "addr", "nonce");
}
