package io.reeve.maps;

import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.election.FencedWriter.Write;
import io.reeve.store.NodeReads;
import io.reeve.store.TooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A map with its history in ZooKeeper: the change of each epoch, and every {@value #WHOLE_EACH} epochs the whole map in
 * pieces. The last {@value #HISTORY} epochs can be read back.
 *
 * <p>Only the active writes, on one thread. The size of a commit is checked before it is sent. After a commit with an unknown
 * outcome, {@link #load} must be called before the next one.
 *
 * @param <M> the map
 */
public final class MapStore<M> {
    /** The number of epochs that can be read back. */
    public static final int HISTORY = 500;

    /** The largest transaction in bytes: half of what ZooKeeper takes. */
    public static final int MAX_TRANSACTION = 512 * 1024;
    static final int WHOLE_EACH = 50;
    private static final int OPERATION = 64;
    private static final Logger log = LoggerFactory.getLogger(MapStore.class);

    private final MapNodes nodes;
    private final ClusterPaths paths;
    private final String path;
    private final MapFormat<M> form;
    private boolean rootThere;
    private int headVersion = -1;
    private long lastWhole;
    private MapNodes.@Nullable Questions asked;

    /**
     * @param name of the map, one word
     */
    public MapStore(NodeReads reads, ClusterPaths paths, String name, MapFormat<M> form) {
        this.paths = paths;
        this.path = paths.map(name);
        this.nodes = new MapNodes(reads, paths.maps(), path);
        this.form = form;
    }

    /**
     * A change that is not written yet.
     *
     * @param next  the map after the change
     * @param delta the encoded change
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Pending<M>(MapStore<M> store, M next, byte[] delta) {
        private long epoch() {
            return store.form.epoch(next);
        }
    }

    /**
     * Asks for what the next {@link #load} reads first, so that the answers of several maps are under way at the same time. Does
     * not wait. To be called when nobody else can write any more.
     */
    public void ask() {
        asked = nodes.ask();
    }

    /** Forgets answers that were asked for: the next {@link #load} asks anew. */
    void forgetAnswers() {
        asked = null;
    }

    private MapNodes.Answers answers() throws InterruptedException {
        MapNodes.Questions before = asked;
        asked = null;
        return nodes.await(before == null ? nodes.ask() : before);
    }

    /** The map as it is stored now; blocks. */
    public M load() throws InterruptedException {
        MapNodes.Answers now = answers();
        Optional<MapListing> there = now.listing();
        headVersion = now.head().orElse(-1);
        rootThere = now.parent();
        if (there.isEmpty()) {
            lastWhole = 0;
            return form.empty();
        }
        lastWhole = there.get().wholes().isEmpty() ? 0 : there.get().wholes().lastKey();
        return nodes.read(form, there.get(), there.get().last());
    }

    /**
     * Gives nodes whose names have other digits than 0 to 9 the names that they should have, before the map is loaded; deletes
     * those that were overtaken. Blocks; may be repeated.
     */
    public void rename(FencedWriter writer) throws InterruptedException, ConflictException {
        MapNodes.Questions questions = asked == null ? nodes.ask() : asked;
        Map<String, String> other = nodes.await(questions)
                .listing()
                .map(MapListing::other)
                .orElseGet(Collections::emptySortedMap);
        if (other.isEmpty()) {
            asked = questions; // the load has the same answers
            return;
        }
        asked = null;
        Map<String, byte[]> data = nodes.data(List.copyOf(other.keySet()));
        for (var node : data.entrySet()) {
            String name = other.getOrDefault(node.getKey(), "");
            Write gone = new Write.Delete(path + "/" + node.getKey(), -1);
            List<Long> _ = writer.commit(name.isEmpty()
                    ? List.of(gone)
                    : List.of(new Write.Create(path + "/" + name, node.getValue()), gone));
        }
        List<String> overtaken = other.keySet().stream().filter(n -> "".equals(other.get(n))).toList();
        log.warn("map {}: {} nodes had other digits than 0 to 9 in their names, and were renamed", path,
                other.size() - overtaken.size());
        if (!overtaken.isEmpty()) {
            log.warn("map {}: {} were not renamed but deleted, since a manager that did not see them has written these"
                    + " epochs anew", path, overtaken);
        }
    }

    /** The map at an epoch; empty if it is no longer kept or does not exist yet. Blocks; any thread. */
    public Optional<M> at(long epoch) throws InterruptedException {
        Optional<MapListing> there = nodes.list();
        if (there.isEmpty() || epoch > there.get().last() || epoch < there.get().last() - HISTORY) {
            return Optional.empty();
        }
        MapListing listing = there.get();
        boolean reachable = listing.wholes().floorKey(epoch) != null || listing.deltas().containsKey(1L);
        return reachable && epoch > 0 ? Optional.of(nodes.read(form, listing, epoch)) : Optional.empty();
    }

    /**
     * Writes the next epochs of several maps in one transaction.
     *
     * @throws TooLargeException if the changes do not fit into a transaction; nothing was sent
     * @throws ConflictException if something else is stored than was loaded; load again
     */
    public static void commit(FencedWriter writer, List<Pending<?>> changes) throws ConflictException {
        List<Write> writes = new ArrayList<>();
        for (Pending<?> change : changes) {
            change.store().append(writes, change.epoch(), change.delta());
        }
        int size = size(writes);
        if (size > MAX_TRANSACTION) {
            throw new TooLargeException("a change of maps has " + size + " bytes; a transaction takes "
                    + MAX_TRANSACTION);
        }
        List<Long> _ = writer.commit(writes);
        changes.forEach(change -> change.store().written());
    }

    private void append(List<Write> writes, long epoch, byte[] delta) {
        if (!rootThere && writes.stream().noneMatch(w -> w.path().equals(paths.maps()))) {
            writes.add(new Write.Create(paths.maps(), new byte[0]));
        }
        byte[] head = ("{\"epoch\":" + epoch + "}").getBytes(StandardCharsets.UTF_8);
        writes.add(headVersion < 0 ? new Write.Create(path, head) : new Write.Set(path, head, headVersion));
        writes.add(new Write.Create(path + "/" + MapNodes.delta(epoch), delta));
    }

    private void written() {
        rootThere = true;
        headVersion++;
    }

    private static int size(List<Write> writes) {
        int size = 0;
        for (Write write : writes) {
            size += OPERATION + write.path().length() + switch (write) {
                case Write.Create(_, byte[] data) -> data.length;
                case Write.Set(_, byte[] data, _) -> data.length;
                case Write.Delete _ -> 0;
            };
        }
        return size;
    }

    /**
     * Writes the whole map if the last one is {@value #WHOLE_EACH} epochs old, and deletes what is older than the history.
     * Writing twice does no harm, so a failure may be ignored until the next call.
     */
    public void tidy(FencedWriter writer, M map) throws InterruptedException, ConflictException {
        long epoch = form.epoch(map);
        if (epoch - lastWhole < WHOLE_EACH) {
            return;
        }
        MapListing there = nodes.list().orElseGet(() -> MapListing.of(List.of(), 0));
        List<byte[]> pieces = form.pieces(map);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            String name = MapNodes.whole(epoch, i, pieces.size());
            boolean half = there.parts().getOrDefault(epoch, List.of()).contains(name);
            String node = path + "/" + name;
            writes.add(half ? new Write.Set(node, pieces.get(i), -1) : new Write.Create(node, pieces.get(i)));
        }
        send(writer, writes);
        lastWhole = epoch;
        forget(writer, there, epoch);
    }

    private void forget(FencedWriter writer, MapListing there, long epoch) throws ConflictException {
        Long base = there.wholes().floorKey(epoch - HISTORY);
        if (base == null) {
            return;
        }
        List<Write> writes = new ArrayList<>();
        there.deltas().headMap(base, true).values().forEach(n -> writes.add(new Write.Delete(path + "/" + n, -1)));
        there.parts()
                .headMap(base, false)
                .values()
                .forEach(names -> names.forEach(n -> writes.add(new Write.Delete(path + "/" + n, -1))));
        send(writer, writes);
        log.debug("map {}: epochs up to {} are forgotten", path, base);
    }

    /** Writes in as many transactions as needed. */
    private static void send(FencedWriter writer, List<Write> writes) throws ConflictException {
        List<Write> some = new ArrayList<>();
        for (Write write : writes) {
            if (!some.isEmpty() && (some.size() == 200 || size(some) + size(List.of(write)) > MAX_TRANSACTION)) {
                List<Long> _ = writer.commit(some);
                some = new ArrayList<>();
            }
            some.add(write);
        }
        if (!some.isEmpty()) {
            List<Long> _ = writer.commit(some);
        }
    }
}
