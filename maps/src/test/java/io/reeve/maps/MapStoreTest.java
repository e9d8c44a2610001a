package io.reeve.maps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.NotActiveException;
import io.reeve.api.OutcomeUnknownException;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.store.NodeReads;
import io.reeve.store.TooLargeException;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapStoreTest {
    private StoreFixture zk;
    private CuratorFramework client;
    private DirectFencedWriter writer;
    private MapStore<Letters> store;

    /** A map that grows by some letters each epoch. */
    private record Letters(long epoch, String text) {}

    private static final class Form implements MapFormat<Letters> {
        @Override
        public Letters empty() {
            return new Letters(0, "");
        }

        @Override
        public long epoch(Letters map) {
            return map.epoch();
        }

        @Override
        public List<byte[]> pieces(Letters map) {
            int half = map.text().length() / 2;
            return List.of(Long.toString(map.epoch()).getBytes(UTF_8), map.text().substring(0, half).getBytes(UTF_8),
                    map.text().substring(half).getBytes(UTF_8));
        }

        @Override
        public Letters whole(List<byte[]> pieces) throws IOException {
            String epoch = new String(pieces.getFirst(), UTF_8);
            if (!epoch.matches("[0-9]+")) {
                throw new IOException("no number");
            }
            return new Letters(Long.parseLong(epoch),
                    new String(pieces.get(1), UTF_8) + new String(pieces.get(2), UTF_8));
        }

        @Override
        public Letters apply(Letters map, byte[] delta) throws IOException {
            if (delta.length == 0) {
                throw new IOException("empty");
            }
            return new Letters(map.epoch() + 1, map.text() + new String(delta, UTF_8));
        }

        @Override
        public Letters at(Letters map, long epoch) {
            return new Letters(epoch, map.text());
        }
    }

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        client = zk.client();
        writer = DirectFencedWriter.elect(client, zk.paths);
        store = open("osd");
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private MapStore<Letters> open(String name) throws Exception {
        return new MapStore<>(new NodeReads(zk.client()), zk.paths, name, new Form());
    }

    private static MapStore.Pending<Letters> pending(MapStore<Letters> into, Letters map, String more) {
        return new MapStore.Pending<>(into, new Letters(map.epoch() + 1, map.text() + more), more.getBytes(UTF_8));
    }

    private Letters commit(Letters map, String more) throws Exception {
        MapStore.Pending<Letters> change = pending(store, map, more);
        MapStore.commit(writer, List.of(change));
        store.tidy(writer, change.next());
        return change.next();
    }

    @Test
    void whatWasCommittedIsLoadedByTheNext() throws Exception {
        Letters map = store.load();
        assertThat(map.epoch()).isZero();
        map = commit(commit(map, "a"), "b");

        assertThat(open("osd").load()).isEqualTo(new Letters(2, "ab")).isEqualTo(map);
    }

    @Test
    void twoMapsChangeInOneTransaction() throws Exception {
        MapStore<Letters> other = open("fs");
        Letters first = store.load();
        Letters second = other.load();
        MapStore.commit(writer, List.of(pending(store, first, "a"), pending(other, second, "b")));

        assertThat(open("osd").load().text()).isEqualTo("a");
        assertThat(open("fs").load().text()).isEqualTo("b");
        assertThat(writer.commits()).hasSize(1);
    }

    @Test
    void lastFiveHundredEpochsCanBeReadAndOlderOnesAreGone() throws Exception {
        Letters map = store.load();
        for (int i = 1; i <= 620; i++) {
            map = commit(map, i + ",");
        }

        MapStore<Letters> next = open("osd");
        assertThat(next.load()).isEqualTo(map);
        assertThat(next.at(620)).contains(map);
        assertThat(next.at(120).orElseThrow()).satisfies(m -> {
            assertThat(m.epoch()).isEqualTo(120);
            assertThat(m.text()).endsWith(",119,120,");
        });
        assertThat(next.at(119)).isEmpty();
        assertThat(next.at(621)).isEmpty();
        assertThat(client.getChildren().forPath(zk.paths.map("osd"))).hasSizeLessThan(600 + 13 * 3)
                .contains("delta-0000000101", "whole-0000000100-0-3", "whole-0000000600-0-3")
                .doesNotContain("delta-0000000100", "whole-0000000050-0-3");
        for (int piece = 0; piece < 3; piece++) {
            client.delete().forPath(zk.paths.map("osd") + "/whole-0000000100-" + piece + "-3");
        }
        assertThat(next.at(120)).isEmpty();
    }

    @Test
    void wholeMapIsWrittenInAsManyTransactionsAsItTakes() throws Exception {
        Letters map = commit(commit(store.load(), "a".repeat(400_000)), "b".repeat(400_000));
        for (int i = 3; i <= 50; i++) {
            map = commit(map, "x");
        }
        assertThat(writer.commits()).hasSize(50 + 2);
        assertThat(open("osd").load()).isEqualTo(map);
    }

    @Test
    void wholeMapOfAnEarlierActiveIsNotWrittenAgain() throws Exception {
        Letters map = store.load();
        for (int i = 1; i <= 50; i++) {
            map = commit(map, "x");
        }
        int before = writer.commits().size();
        store = open("osd");
        commit(store.load(), "y");
        assertThat(writer.commits()).hasSize(before + 1);
    }

    @Test
    void headThatWasChangedByHandIsAConflict() throws Exception {
        Letters map = commit(store.load(), "a");
        client.setData().forPath(zk.paths.map("osd"), "{\"epoch\":1}".getBytes(UTF_8));
        assertThatThrownBy(() -> commit(map, "b")).isInstanceOf(ConflictException.class);

        assertThat(commit(store.load(), "c").text()).isEqualTo("ac");
    }

    @Test
    void tooLargeChangeIsNotSent() throws Exception {
        Letters map = store.load();

        assertThatThrownBy(() -> commit(map, "x".repeat(MapStore.MAX_TRANSACTION)))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("524288");
        assertThat(writer.commits()).isEmpty();
        assertThat(commit(map, "small").epoch()).isEqualTo(1);
    }

    @Test
    void deposedWriterChangesNothing() throws Exception {
        Letters map = commit(store.load(), "a");
        FencedWriter _ = DirectFencedWriter.elect(client, zk.paths);

        assertThatThrownBy(() -> commit(map, "b")).isInstanceOf(NotActiveException.class);
        assertThat(open("osd").load().text()).isEqualTo("a");
    }

    @Test
    void unknownOutcomeIsSettledByLoading() throws Exception {
        Letters map = commit(store.load(), "a");
        writer.loseAnswers(1);
        assertThatThrownBy(() -> commit(map, "b")).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> commit(map, "b")).isInstanceOf(ConflictException.class);

        assertThat(commit(store.load(), "c").text()).isEqualTo("abc");
    }

    @Test
    void damagedWholeMapIsReadFromAnOlderOne() throws Exception {
        Letters map = store.load();
        for (int i = 1; i <= 110; i++) {
            map = commit(map, "x");
        }
        client.setData().forPath(zk.paths.map("osd") + "/whole-0000000100-0-3", "garbage".getBytes(UTF_8));

        assertThat(open("osd").load()).isEqualTo(map);
    }

    @Test
    void damagedDeltaLosesOnlyWhatItChanged() throws Exception {
        commit(commit(commit(store.load(), "a"), "b"), "c");
        client.setData().forPath(zk.paths.map("osd") + "/delta-0000000002", new byte[0]);

        MapStore<Letters> next = open("osd");
        assertThat(next.load()).isEqualTo(new Letters(3, "ac"));
        assertThat(next.at(2)).contains(new Letters(2, "a"));
    }

    @Test
    void halfWrittenWholeMapIsNotUsedAndIsWrittenAgain() throws Exception {
        Letters map = store.load();
        for (int i = 1; i < 50; i++) {
            map = commit(map, "x");
        }
        client.create().forPath(zk.paths.map("osd") + "/whole-0000000050-1-3", "old".getBytes(UTF_8));
        map = commit(map, "y");

        assertThat(open("osd").load()).isEqualTo(map);
        assertThat(open("osd").at(0)).isEqualTo(Optional.empty());
    }
}
