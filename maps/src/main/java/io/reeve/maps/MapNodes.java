package io.reeve.maps;

import io.reeve.api.StoreException;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeNumber;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import io.reeve.store.SyncedReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of one map in ZooKeeper: deltas, and whole maps in pieces. */
final class MapNodes {
    private static final Logger log = LoggerFactory.getLogger(MapNodes.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern HEAD = Pattern.compile("\\{\"epoch\":([0-9]{1,18})\\}");

    private final NodeReads reads;
    private final String parent;
    private final String path;
    private final LogOnce garbage = new LogOnce(log);

    /** @param parent the node of all maps */
    MapNodes(NodeReads reads, String parent, String path) {
        this.reads = reads;
        this.parent = parent;
        this.path = path;
    }

    /** The questions with which a load begins, which are under way. */
    record Questions(CompletableFuture<Read> children, CompletableFuture<Read> head, CompletableFuture<Read> parent) {}

    /**
     * What stands there.
     *
     * @param listing the nodes; empty if the map was never written
     * @param head    the version of the head node; empty if there is none
     * @param parent  whether the node of all maps exists
     */
    record Answers(Optional<MapListing> listing, Optional<Integer> head, boolean parent) {}

    static String delta(long epoch) {
        return "delta-" + NodeNumber.text(epoch);
    }

    static String whole(long epoch, int piece, int of) {
        return "whole-" + NodeNumber.text(epoch) + "-" + piece + "-" + of;
    }

    /** Asks what stands there, with all that was committed before this call. Does not wait. */
    Questions ask() {
        SyncedReads synced = new SyncedReads(reads, path);
        return new Questions(synced.children(path), synced.data(path), synced.stat(parent));
    }

    Answers await(Questions questions) throws InterruptedException {
        Read children = answer(questions.children());
        Read head = answer(questions.head());
        return new Answers(
                children instanceof Read.Found found
                        ? Optional.of(MapListing.of(found.children(), epoch(head)))
                        : Optional.empty(),
                head instanceof Read.Found found ? Optional.of(found.version()) : Optional.empty(),
                answer(questions.parent()) instanceof Read.Found);
    }

    /** The nodes that exist, read after a sync; empty if the map was never written. */
    Optional<MapListing> list() throws InterruptedException {
        return await(ask()).listing();
    }

    /** The epoch that the head node names: that of the last change; the highest if it names none. */
    private static long epoch(Read node) {
        if (node instanceof Read.Found found) {
            Matcher head = HEAD.matcher(new String(found.data(), StandardCharsets.UTF_8));
            if (head.matches()) {
                return Long.parseLong(head.group(1));
            }
        }
        return Long.MAX_VALUE;
    }

    /** The data of these nodes, by name; those that are gone are left out. */
    Map<String, byte[]> data(List<String> names) throws InterruptedException {
        List<CompletableFuture<Read>> answers = ask(names);
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (answer(answers.get(i)) instanceof Read.Found node) {
                found.put(names.get(i), node.data());
            }
        }
        return found;
    }

    /** The map at an epoch, from the newest whole map that can be read and the deltas since. */
    <M> M read(MapFormat<M> form, MapListing there, long epoch) throws InterruptedException {
        M map = form.empty();
        Long newest = there.wholes().floorKey(epoch);
        // Most probably these are needed: they are asked for beside the pieces of the whole map.
        Map<String, CompletableFuture<Read>> asked = new HashMap<>();
        there.deltas()
                .subMap(newest == null ? 0L : newest, false, epoch, true)
                .values()
                .forEach(name -> asked.put(name, data(name)));
        for (var whole : there.wholes().headMap(epoch, true).descendingMap().entrySet()) {
            try {
                map = form.whole(read(whole.getValue()));
                break;
            } catch (IOException e) {
                garbage.warn(path + "/" + whole.getValue().getFirst(), e.getMessage() + "; an older one is read");
            }
        }
        SortedMap<Long, String> deltas = there.deltas().subMap(form.epoch(map), false, epoch, true);
        List<Long> epochs = List.copyOf(deltas.keySet());
        List<String> names = List.copyOf(deltas.values());
        List<CompletableFuture<Read>> answers = names.stream()
                .map(name -> asked.computeIfAbsent(name, this::data))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            long at = epochs.get(i);
            try {
                map = form.apply(form.at(map, at - 1), data(names.get(i), answer(answers.get(i))));
            } catch (IOException | IllegalArgumentException e) {
                garbage.warn(path + "/" + names.get(i), "the change of epoch " + at + " is lost: " + e.getMessage());
                map = form.at(map, at);
            }
        }
        return form.at(map, epoch);
    }

    private List<byte[]> read(List<String> names) throws InterruptedException, IOException {
        List<CompletableFuture<Read>> answers = ask(names);
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            pieces.add(data(names.get(i), answer(answers.get(i))));
        }
        return pieces;
    }

    private List<CompletableFuture<Read>> ask(List<String> names) {
        return names.stream().map(this::data).toList();
    }

    private CompletableFuture<Read> data(String name) {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        reads.data(path + "/" + name, answer::complete);
        return answer;
    }

    private static byte[] data(String name, Read read) throws IOException {
        if (read instanceof Read.Found found) {
            return found.data();
        }
        throw new IOException(name + " is gone");
    }

    private Read answer(CompletableFuture<Read> question) throws InterruptedException {
        Read read = NodeReads.await(question, TIMEOUT);
        if (read instanceof Read.Failed(String why)) {
            throw new StoreException("map " + path + " cannot be read: " + why);
        }
        return read;
    }
}
