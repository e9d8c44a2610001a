package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.Write;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.store.NodeReads;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.OldNodes;
import io.reeve.store.testing.StoreFixture;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps that earlier versions wrote. */
final class OldMapsTest {
    private StoreFixture zk;
    private CuratorFramework client;
    private FencedWriter writer;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private MapStores written(OldNodes old) throws Exception {
        old.write(client, zk.paths);
        writer = DirectFencedWriter.elect(client, zk.paths);
        return stores();
    }

    private MapStores stores() {
        return MapStores.of(new NodeReads(client), zk.paths, "fsid", 1);
    }

    private OsdMap commit(MapStores stores, OsdMap map, String flag, boolean set) throws Exception {
        OsdMapDraft draft = new OsdMapDraft(map, 5);
        assertThat(draft.flag(flag, set)).isTrue();
        var change = draft.change().orElseThrow();
        OsdMap next = change.apply(map);
        MapStore.commit(writer, List.of(new MapStore.Pending<>(stores.osd(), next, MapCodec.encode(change))));
        stores.osd().tidy(writer, next);
        return next;
    }

    @ParameterizedTest
    @EnumSource
    void mapsOf743b3a6AreReadAndContinued(OldNodes old) throws Exception {
        MapStores stores = written(old);
        OsdMap before = stores.osd().load();
        stores.osd().rename(writer);
        stores.fs().rename(writer);
        OsdMap map = stores.osd().load();

        assertThat(map).isEqualTo(before);
        assertThat(map.epoch()).isEqualTo(old == OldNodes.PLAIN ? 126 : 123);
        assertThat(map.pools().values()).singleElement().satisfies(p -> {
            assertThat(p.name()).isEqualTo("p1");
            assertThat(p.applications()).containsOnlyKeys("rbd");
        });
        assertThat(map.osds()).containsOnlyKeys(0, 1);
        assertThat(map.osds().values().stream().filter(Osd::in).map(Osd::id)).containsExactly(0);
        assertThat(map.ratios().nearfull()).isEqualTo(0.5);
        assertThat(map.crush().bucket("h2")).isPresent();
        assertThat(stores.fs().load().epoch()).isZero();
        assertThat(stores.osd().at(120).orElseThrow().epoch()).isEqualTo(120);
        OsdMap next = commit(stores, map, "noup", true);
        assertThat(stores().osd().load()).isEqualTo(next);
        assertThat(client.getChildren().forPath(zk.paths.map("osd"))).allMatch(name -> name.matches("[a-z0-9-]+"))
                .contains("delta-0000000001", "whole-0000000100-1-2");
    }

    @Test
    void lastFlagThat743b3a6UnsetIsUnset() throws Exception {
        assertThat(written(OldNodes.PLAIN).osd().load().flags()).isEmpty();
        assertThat(stores().osd().at(125).orElseThrow().flags()).containsExactly("noin");
    }

    @Test
    void flagsStayAsTheyWereUnderAnotherLocale() throws Exception {
        assertThat(written(OldNodes.ARABIC).osd().load().flags()).containsExactly("noout");
    }

    @Test
    void whatWasOvertakenByAManagerThatDidNotSeeItIsDeleted() throws Exception {
        MapStores stores = written(OldNodes.PLAIN);
        byte[] change = client.getData().forPath(zk.paths.map("osd") + "/delta-0000000004");
        for (String name : List.of("delta-٠٠٠٠٠٠٠١٢٦", "delta-٠٠٠٠٠٠٠١٢٧", "whole-٠٠٠٠٠٠٠١٢٦-٠-١")) {
            client.create().forPath(zk.paths.map("osd") + "/" + name, change);
        }
        OsdMap before = stores.osd().load();
        assertThat(before.epoch()).isEqualTo(126);

        stores.osd().rename(writer);

        assertThat(stores().osd().load()).isEqualTo(before);
        assertThat(client.getChildren().forPath(zk.paths.map("osd"))).allMatch(name -> name.matches("[a-z0-9-]+"));
    }

    @Test
    void deltasOfAnotherLocaleContinueThePlainOnesBeforeThem() throws Exception {
        MapStores stores = written(OldNodes.PLAIN);
        OsdMap next = commit(stores, stores.osd().load(), "noup", true);
        String path = zk.paths.map("osd");
        byte[] change = client.getData().forPath(path + "/delta-0000000127");
        List<Long> _ = writer.commit(List.of(new Write.Delete(path + "/delta-0000000127", -1),
                new Write.Create(path + "/delta-٠٠٠٠٠٠٠١٢٧", change)));

        assertThat(stores().osd().load()).isEqualTo(next);
        stores.osd().rename(writer);
        assertThat(stores().osd().load()).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "ne-NP", "tr-TR", "th-TH-u-nu-thai", "my-MM"})
    void nodesHaveTheSameNamesUnderEveryLocale(String tag) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            writer = DirectFencedWriter.elect(client, zk.paths);
            MapStores stores = stores();
            OsdMap map = stores.osd().load();
            for (int i = 0; i < 50; i++) {
                map = commit(stores, map, "noup", i % 2 == 0);
            }
            assertThat(stores().osd().load()).isEqualTo(map);
            assertThat(Set.copyOf(client.getChildren().forPath(zk.paths.map("osd"))))
                    .contains("delta-0000000050", "whole-0000000050-0-1")
                    .hasSize(51);
        } finally {
            Locale.setDefault(before);
        }
    }
}
