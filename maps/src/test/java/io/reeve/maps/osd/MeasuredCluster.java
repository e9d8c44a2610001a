package io.reeve.maps.osd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.PlacementGroup;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import io.reeve.cluster.data.SpaceCounters;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import io.reeve.maps.MapParts;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.crush.CrushType;
import io.reeve.maps.testing.FakeMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A cluster that was measured on a real Ceph 16 (src/test/ceph/measure), and the same cluster as Reeve sees it. */
final class MeasuredCluster implements AutoCloseable {
    private static final Path FOLDER = Path.of("src/test/resources/ceph/space");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<PerfCounter> SPACE = Reporting.schema(PerfCounter.Type.GAUGE, SpaceCounters.BYTES,
            SpaceCounters.USED, SpaceCounters.AVAILABLE);

    private final JsonNode measured;
    private final FakeMaps maps = new FakeMaps();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, new ManualTime().time(), ClusterData.all(), List.of());
    private final Snapshot snapshot;

    MeasuredCluster(String name) throws IOException {
        measured = JSON.readTree(FOLDER.resolve(name + ".json").toFile());
        HandleCommandResult _ = maps.change(draft -> {
            measured.get("buckets").forEach(bucket -> addBucket(draft, bucket));
            measured.get("osds").forEach(osd -> boot(draft, osd));
            measured.get("pools")
                    .forEach(pool -> draft.change(pool(pool, rule(draft.crush(), pool.get("take").asText()))));
            JsonNode ratios = measured.get("ratios");
            draft.ratios(new OsdMap.Ratios(ratios.get("nearfull_ratio").asDouble(),
                    ratios.get("backfillfull_ratio").asDouble(), ratios.get("full_ratio").asDouble()));
            return HandleCommandResult.ok();
        });
        HandleCommandResult _ = maps.change(draft -> {
            measured.get("osds").forEach(osd -> weigh(draft, osd));
            return HandleCommandResult.ok();
        });
        state.start();
        state.set(StateParts.OSDS, MapParts.view(maps.osd));
        measured.get("osds").forEach(this::report);
        snapshot = state.upToDate().join();
        maps.daemons = snapshot.daemons();
    }

    /** The names of all that were measured. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList();
        }
    }

    private String location(JsonNode parent) {
        return parent.asText().equals("default")
                ? "root=default"
                : StreamSupport.stream(measured.get("buckets").spliterator(), false)
                        .filter(b -> b.get("name").equals(parent))
                        .map(b -> b.get("type").asText() + "=" + parent.asText())
                        .findFirst()
                        .orElseThrow();
    }

    private void addBucket(OsdMapDraft draft, JsonNode bucket) {
        String name = bucket.get("name").asText();
        if (draft.crush().bucket(name).isEmpty()) {
            Crush.Bucket made = draft.crush().add(name, CrushType.of(bucket.get("type").asText()).orElseThrow());
            if (!bucket.get("in").isNull()) {
                boolean _ = draft.crush().move(made, CrushLocation.parse(List.of(location(bucket.get("in")))));
            }
        }
    }

    private void boot(OsdMapDraft draft, JsonNode osd) {
        int id = osd.get("id").asInt();
        draft.boot(id, id + 1, "127.0.0.1:6800");
        if (!osd.get("in").isNull()) {
            draft.crush().place(id, CrushLocation.parse(List.of(location(osd.get("in")))), osd.get("class").asText());
            draft.crush().weigh(id, Crush.weightOf(osd.get("crush_weight").asDouble()).orElseThrow());
        }
    }

    private static void weigh(OsdMapDraft draft, JsonNode osd) {
        int id = osd.get("id").asInt();
        draft.weigh(id, (int) Math.round(osd.get("weight").asDouble() * Osd.IN));
        if (!osd.get("up").asBoolean()) {
            draft.down(id);
        }
    }

    /** The rule that begins where one of Ceph's does: at a bucket, or at the devices of a class in it. */
    private static CrushRule rule(CrushDraft crush, String take) {
        String[] words = take.split("~", 2);
        return take.equals("default")
                ? crush.rule("replicated_rule").orElseThrow()
                : crush.rule(take)
                        .orElseGet(() -> crush.addRule(take, crush.bucket(words[0]).orElseThrow(),
                                words.length > 1 ? words[1] : "", CrushType.HOST));
    }

    private static Pool pool(JsonNode pool, CrushRule rule) {
        return new Pool(pool.get("id").asInt(), pool.get("name").asText(), pool.get("size").asInt(),
                pool.get("min_size").asInt(), pool.get("pg_num").asInt(), 1, 1, new TreeMap<>(),
                Pool.Quota.NONE, rule.id()); // a quota does not limit what can be written
    }

    /** What a storage daemon reports: its space, and each group that it holds. */
    private void report(JsonNode osd) {
        List<PlacementGroup> groups = StreamSupport.stream(measured.get("groups").spliterator(), false)
                .filter(group -> StreamSupport.stream(group.get("held").spliterator(), false)
                        .anyMatch(holder -> holder.equals(osd.get("id"))))
                .map(group -> new PlacementGroup(group.get("pgid").asText(), group.get("state").asText(),
                        group.get("objects").asLong(), group.get("bytes").asLong()))
                .toList();
        long[] space = {osd.get("bytes").asLong(), osd.get("bytes_used").asLong(), osd.get("bytes_avail").asLong()};
        new Reporting(state.reports(), "osd." + osd.get("id").asInt()).session()
                .report(new DaemonReport(SPACE, space, null, null, null, groups, null));
    }

    /** What was measured: {@code df}, {@code osd df}, or what went in, as {@code pools}. */
    JsonNode ceph(String what) {
        return measured.get(what);
    }

    /** What Reeve answers: {@code df}, {@code osd df}, {@code osd df tree}. */
    JsonNode reeve(String command) throws Exception {
        return JSON.valueToTree(command.equals("df")
                ? snapshot.get("df")
                : Objects.requireNonNull(maps.run(command.split(" ", -1)).data()));
    }

    @Override
    public void close() {
        state.close();
    }
}
