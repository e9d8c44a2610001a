package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.testing.FakeCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is worth knowing although health does not count it. */
class NotesTest {
    private final FakeCluster view = new FakeCluster();

    private static MgrMap map(MgrMap.Manager... standbys) {
        MgrMap.Active active = new MgrMap.Active(FakeManager.manager("a", "http://a/", 0), 1, Instant.EPOCH, true,
                Map.of());
        return new MgrMap("reeve", "fsid", 1, false, active, Instant.EPOCH, List.of(standbys), List.of("dashboard"));
    }

    private Map<String, Object> notes(MgrMap map, Set<String> silent) {
        return Notes.of(view, map, new Observed(silent, new TreeMap<>(), Map.of("dashboard", "running")));
    }

    @Test
    void aClusterWithAStandbyThatCanDoAllHasNone() {
        assertThat(notes(map(FakeManager.manager("b", "http://b/", 0)), Set.of())).isEmpty();
    }

    @Test
    void standbysThatNeverLeadAndNobodyToTakeOverAreNoted() {
        assertThat(notes(map(FakeManager.manager("b", "http://b/", null)), Set.of()))
                .containsOnlyKeys("cannot-lead", "no-standby");
    }

    @Test
    void aModuleThatAStandbyLacksIsNoted() {
        MgrMap.Manager bare = new MgrMap.Manager("b", 1, "h", 1, "http://b/", "r", "0.1", 0, List.of(), Map.of());
        assertThat(notes(map(bare), Set.of())).containsOnlyKeys("module:dashboard");
    }

    @Test
    void silentDaemonsMutesAndFillingStorageAreNoted() {
        view.data.put("health", Map.of("mutes", List.of(Map.of("code", "OSD_DOWN"))));
        view.data.put("osd_map", Map.of("nearfull_ratio", 0.85));
        view.data.put("osd_stats", Map.of("osd_stats", List.of(Map.of("osd", 4, "kb", 100, "kb_used", 80))));
        Map<String, Object> notes = notes(map(FakeManager.manager("b", "http://b/", 0)), Set.of("osd.1"));
        assertThat(notes).containsOnlyKeys("silent", "mutes", "space");
        assertThat(notes).hasEntrySatisfying("space", note -> assertThat(note.toString()).contains("osd.4"));
    }

    @Test
    void clocksThatDifferAndModulesThatStartAreNoted() {
        Map<String, Object> notes = Notes.of(view, map(FakeManager.manager("b", "http://b/", 0)),
                new Observed(Set.of(), new TreeMap<>(Map.of("b", 12_400L, "c", -7_000L)),
                        Map.of("dashboard", "starting", "hello", "running", "broken", "failed: it threw")));
        assertThat(notes).containsOnlyKeys("clocks", "state:dashboard");
        assertThat(notes).hasEntrySatisfying("clocks",
                note -> assertThat(note.toString()).contains("b is 12 s ahead, c is 7 s behind"));
    }

    @Test
    void notesSpeakOfOneOrOfSeveral() {
        MgrMap.Manager lead = FakeManager.manager("b", "http://b/", 0);
        assertThat(notes(map(lead), Set.of("osd.1")).toString()).contains("osd.1 has not reported");
        assertThat(notes(map(lead), Set.of("osd.2", "osd.1")).toString())
                .contains("osd.1, osd.2 have not reported");
    }
}
