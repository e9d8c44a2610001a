package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.fs.FsMapDump;
import io.reeve.maps.fs.FsMonitor;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.mon.MonMapDump;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMapView;
import io.reeve.maps.testing.MapFixture;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our data has the keys and types of what a real Ceph 16 cluster gave under the same names (src/test/resources/ceph). */
final class MapKeysTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where a list or object holds things of one kind: what they are called or how many there are does not matter. */
    private static final Set<String> OF_ONE_KIND = Set.of("pools", "osds", "osd_xinfo", "devices", "types", "buckets",
            "items", "rules", "mons", "addrvec", "filesystems", "standbys", "info");

    private static void assertLikeCeph(String name, Object ours, String... additional) throws Exception {
        List<String> problems = new ArrayList<>();
        try (InputStream in = Objects
                .requireNonNull(MapKeysTest.class.getResourceAsStream("/ceph/" + name + ".json"))) {
            compare(name, JSON.valueToTree(ours), JSON.readTree(in), problems);
        }
        problems.removeIf(p -> List.of(additional).contains(p));
        assertThat(problems).isEmpty();
    }

    private static void compare(String path, JsonNode ours, JsonNode theirs, List<String> problems) {
        if (ours.isNumber() && theirs.isNumber()) {
            if (theirs.isIntegralNumber() && !ours.isIntegralNumber()) {
                problems.add(path + " is no whole number");
            }
        } else if (ours.getNodeType() != theirs.getNodeType()) {
            problems.add(path + " is " + ours.getNodeType() + ", not " + theirs.getNodeType());
        } else if (ours.isArray()) {
            if (!ours.isEmpty() && !theirs.isEmpty() && kind(path)) {
                ours.forEach(one -> compare(path + "[]", one, theirs.get(0), problems));
            }
        } else if (ours.isObject() && kind(path)) {
            if (!theirs.isEmpty()) {
                ours.forEach(one -> compare(path + "[]", one, theirs.iterator().next(), problems));
            }
        } else if (ours.isObject()) {
            ours.properties().forEach(e -> {
                if (theirs.has(e.getKey())) {
                    compare(path + "." + e.getKey(), e.getValue(), theirs.get(e.getKey()), problems);
                } else {
                    problems.add(path + "." + e.getKey());
                }
            });
        }
    }

    private static boolean kind(String path) {
        return OF_ONE_KIND.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    @Test
    void osdMap() throws Exception {
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(2), 5);
        draft.createPool("rbd", 3, 32);
        draft.down(1);
        assertLikeCeph("osd_map", new OsdMapView(MapFixture.after(draft)).osdMap(), "osd_map.osds[].gid");
    }

    @Test
    void osdTree() throws Exception {
        assertLikeCeph("osd_map_tree", new OsdMapView(MapFixture.of(2)).tree());
    }

    @Test
    void crushMap() throws Exception {
        assertLikeCeph("osd_map_crush", new OsdMapView(MapFixture.of(2)).crush());
    }

    @Test
    void fsMap() throws Exception {
        FsMonitor.ObservedMds a = new FsMonitor.ObservedMds("a", 1, "10.0.0.1:1", new GracePeriod.LastContact(true, 0),
                "labfs", 0,
                "up:active");
        FsMap map = FsMonitor.next(FsMap.EMPTY, List.of(a), MapFixture.grace(0), 1)
                .orElseThrow();
        assertLikeCeph("fs_map", FsMapDump.of(map));
    }

    @Test
    void monitors() throws Exception {
        MonMap map = new MonMap("fsid", 1, 0, 7, 1, List.of(
                new MonMap.Mon(0, "1", "h1:2181", true, MonMap.Mode.LEADER, "3.9.5"),
                new MonMap.Mon(1, "2", "h2:2181", true, MonMap.Mode.FOLLOWER, "3.9.5"),
                new MonMap.Mon(2, "3", "h3:2181", true, MonMap.Mode.DOWN, "")));
        assertLikeCeph("mon_map", MonMapDump.map(map));
        assertLikeCeph("mon_status", MonMapDump.status(map, 9_000));
        assertThat(MonMapDump.status(map, 9_000)).containsEntry("state", "peon")
                .containsEntry("quorum_age", 9L)
                .containsEntry("outside_quorum", List.of("3"))
                .containsEntry("quorum", List.of(0, 1));
        assertThat(MonMapDump.quorum(map, 0)).containsEntry("quorum_leader_name", "1");
    }
}
