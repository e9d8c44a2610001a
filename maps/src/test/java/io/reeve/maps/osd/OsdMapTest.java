package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.maps.MapCodec;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.testing.MapFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class OsdMapTest {
    private static final int TRANSACTION = 512 * 1024;

    @Test
    void bootedDaemonIsUpInAndPlaced() {
        OsdMap map = MapFixture.of(3);

        assertThat(map.epoch()).isEqualTo(1);
        assertThat(map.osds().values()).allSatisfy(o -> {
            assertThat(o.up()).isTrue();
            assertThat(o.in()).isTrue();
            assertThat(o.upFrom()).isEqualTo(1);
        });
        assertThat(map.crush().bucket("node0").orElseThrow().parent())
                .isEqualTo(map.crush().bucket("r0").orElseThrow().id());
        assertThat(map.crush().weights()).containsEntry(-1, 3 * 16 * Crush.TIB);
    }

    @Test
    void wholeMapSurvivesItsBytes() throws Exception {
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(4321), 7);
        draft.createPool("rbd", 3, 32);
        draft.flag("noout", true);
        draft.ratios(new OsdMap.Ratios(0.5, 0.6, 0.7));
        draft.weigh(17, 0);
        OsdMap map = MapFixture.after(draft);

        assertThat(MapCodec.osdMap(MapCodec.pieces(map))).isEqualTo(map);
    }

    @Test
    void changeSurvivesItsBytes() throws Exception {
        OsdMap base = MapFixture.of(5);
        OsdMapDraft draft = new OsdMapDraft(base, 7);
        draft.down(1);
        draft.weigh(2, 0x8000);
        draft.remove(3);
        draft.flag("noin", true);
        draft.crush().place(9, CrushLocation.parse(List.of("root=default", "host=elsewhere")), "ssd");
        draft.boot(9, 77, "10.0.0.9:1");
        draft.createPool("rbd", 3, 32);
        OsdMapChange change = draft.change().orElseThrow();

        assertThat(MapCodec.change(MapCodec.encode(change)).apply(base)).isEqualTo(change.apply(base));
        assertThat(change.apply(base).osds().keySet()).containsExactly(0, 1, 2, 4, 9);
    }

    @Test
    void tenThousandDaemonsComingAndGoingAtOnceFitOneTransaction() {
        OsdMapDraft coming = new OsdMapDraft(OsdMap.empty("fsid", 1), 2);
        assertThat(new OsdMonitor().tick(coming, MapFixture.all(10_000, 0), MapFixture.grace(0), 10_000))
                .isEmpty();
        OsdMapDraft going = new OsdMapDraft(MapFixture.after(coming), 3);
        for (int id = 0; id < 10_000; id++) {
            going.down(id);
        }

        assertThat(MapCodec.encode(coming.change().orElseThrow()).length).isLessThan(TRANSACTION);
        assertThat(MapCodec.encode(going.change().orElseThrow()).length).isLessThan(64 * 1024);
        assertThat(MapFixture.after(going).countUp()).isZero();
        assertThat(MapCodec.pieces(MapFixture.after(coming))).allSatisfy(p -> assertThat(p.length).isLessThan(200 * 1024));
    }

    @Test
    void whatIsNotTheFormatIsRefusedByName() {
        assertThatThrownBy(() -> MapCodec.change(new byte[]{9, 1, 2})).hasMessageContaining("format 9");
        assertThatThrownBy(() -> MapCodec.change(new byte[]{1, 1, 2})).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void emptyDraftIsNoChange() {
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(2), 5);
        assertThat(draft.flag("noout", true)).isTrue();
        assertThat(draft.flag("noout", false)).isTrue();
        draft.weigh(0, Osd.IN);

        assertThat(draft.change()).isEmpty();
    }

    @Test
    void changesOfOneTickAreOneEpoch() {
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(3), 5);
        draft.down(0);
        draft.weigh(1, 0);
        draft.createPool("a", 3, 8);
        draft.createPool("b", 2, 8);

        OsdMap after = MapFixture.after(draft);
        assertThat(after.epoch()).isEqualTo(2);
        assertThat(after.pools().keySet()).containsExactly(1, 2);
        assertThat(after.osds().get(0)).satisfies(o -> assertThat(o.downAt()).isEqualTo(2));
        assertThat(after.osds().get(1)).satisfies(o -> assertThat(o.oldWeight()).isEqualTo(Osd.IN));
    }

    @Test
    void poolIdsAreNeverUsedAgain() {
        OsdMapDraft first = new OsdMapDraft(MapFixture.of(1), 5);
        first.createPool("a", 3, 8);
        OsdMapDraft second = new OsdMapDraft(MapFixture.after(first), 6);
        second.removePool(1);
        OsdMapDraft third = new OsdMapDraft(MapFixture.after(second), 7);

        assertThat(third.createPool("b", 3, 8).id()).isEqualTo(2);
    }

    @Test
    void repeatedGetIsTheSameObjectAndFast() throws Exception {
        OsdMapView trees = new OsdMapView(MapFixture.of(1_000));
        Map<String, Object> first = trees.osdMap();
        assertThat(trees.osdMap()).isSameAs(first);
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            OsdMapView next = new OsdMapView(trees.map());
            long before = System.nanoTime();
            assertThat(next.osdMap()).isNotEmpty();
            nanos.add(System.nanoTime() - before);
        }
        Collections.sort(nanos);
        assertThat(Duration.ofNanos(nanos.get(25))).isLessThan(Duration.ofMillis(20));
        assertThat(new ObjectMapper().writeValueAsString(first)).contains("\"max_osd\":1000");
    }

    @Test
    @SuppressWarnings("unchecked")
    void treesCannotBeChanged() {
        OsdMapView trees = new OsdMapView(MapFixture.of(2));
        List<Map<String, Object>> osds = (List<Map<String, Object>>) Objects
                .requireNonNull(trees.osdMap().get("osds"));

        assertThatThrownBy(() -> trees.osdMap().put("epoch", 3)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> osds.getFirst().put("up", 0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> osds.clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> osds.getFirst().entrySet().iterator().next().setValue(1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void treeOfThoseDownShowsOnlyTheirBuckets() {
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(60), 5);
        draft.down(25);
        List<Map<String, Object>> nodes = (List<Map<String, Object>>) OsdTree.of(MapFixture.after(draft), OsdTree.Filter.DOWN)
                .get("nodes");

        assertThat(nodes).extracting(n -> n.get("name")).containsExactly("default", "r0", "node1", "osd.25");
    }
}
