package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code df}, {@code osd df} and {@code osd df tree} say within one percent what a real Ceph 16 said of the same cluster. */
final class CephSpaceTest {
    static List<String> clusters() throws IOException {
        return MeasuredCluster.names();
    }

    @Test
    void theTableHasClustersOfAllKinds() throws IOException {
        assertThat(clusters()).contains("even-hosts", "uneven-hosts", "one-out", "down-and-out", "full", "nearfull",
                "weights", "reweighted", "several-pools", "second-root", "classes", "by-osd", "ratios", "quotas",
                "two-roots", "class-rules", "class-weights", "class-out", "class-removed",
                "class-moved", "class-full");
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void dfIsAsCephs(String name) throws Exception {
        try (MeasuredCluster cluster = new MeasuredCluster(name)) {
            Differences differences = new Differences();
            JsonNode ours = cluster.reeve("df");
            JsonNode theirs = cluster.ceph("df");
            differences.in("stats", ours.get("stats"), theirs.get("stats"));
            differences.inEach("class ", ours.get("stats_by_class"), theirs.get("stats_by_class"));
            Map<String, JsonNode> pools = by("id", ours.get("pools"));
            pools.replaceAll((_, pool) -> pool.get("stats"));
            differences.inEach("pool ", pools, poolsOf(cluster));
            assertThat(differences.found).isEmpty();
        }
    }

    private static Map<String, JsonNode> poolsOf(MeasuredCluster cluster) {
        return by("id", cluster.ceph("df").get("pools"));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void osdDfIsAsCephs(String name) throws Exception {
        sameUsage(name, "osd df");
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void osdDfTreeIsAsCephs(String name) throws Exception {
        sameUsage(name, "osd df tree");
    }

    private static void sameUsage(String name, String command) throws Exception {
        try (MeasuredCluster cluster = new MeasuredCluster(name)) {
            Differences differences = new Differences();
            JsonNode ours = cluster.reeve(command);
            JsonNode theirs = cluster.ceph(command);
            differences.inEach("", by("name", ours.get("nodes")), by("name", theirs.get("nodes")));
            differences.inEach("stray ", by("name", ours.get("stray")), by("name", theirs.get("stray")));
            differences.in("summary", ours.get("summary"), theirs.get("summary"));
            assertThat(differences.found).isEmpty();
        }
    }

    private static Map<String, JsonNode> by(String key, JsonNode list) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        list.forEach(one -> found.put(one.get(key).asText(), one));
        return found;
    }

    /** What differs of Reeve's answer from Ceph's, of the keys that Ceph's has here; ids of buckets are not compared. */
    private static final class Differences {
        private static final double TOLERANCE = 0.01;
        private final List<String> found = new ArrayList<>();

        void inEach(String what, JsonNode ours, JsonNode theirs) {
            inEach(what, entries(ours), entries(theirs));
        }

        private static Map<String, JsonNode> entries(JsonNode object) {
            Map<String, JsonNode> entries = new LinkedHashMap<>();
            object.properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
            return entries;
        }

        void inEach(String what, Map<String, JsonNode> ours, Map<String, JsonNode> theirs) {
            if (!ours.keySet().equals(theirs.keySet())) {
                found.add(what + ours.keySet() + ", Ceph " + theirs.keySet());
            }
            theirs.forEach((key, their) -> {
                if (ours.get(key) != null) {
                    in(what + key, ours.get(key), their);
                }
            });
        }

        void in(String what, JsonNode ours, JsonNode theirs) {
            theirs.properties().forEach(e -> {
                JsonNode our = ours.path(e.getKey());
                if (!e.getKey().equals("id") && !same(our, e.getValue())) {
                    found.add(what + " " + e.getKey() + ": " + our + ", Ceph " + e.getValue());
                }
            });
        }

        private static boolean same(JsonNode ours, JsonNode theirs) {
            return (ours.isNumber() && theirs.isNumber())
                    ? Math.abs(ours.asDouble() - theirs.asDouble()) <= TOLERANCE * Math.abs(theirs.asDouble())
                    : ours.equals(theirs);
        }
    }
}
