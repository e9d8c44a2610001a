package io.reeve.maps;

import io.reeve.api.StoreException;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeNumber;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
    private final String path;
    private final LogOnce garbage = new LogOnce(log);

    MapNodes(NodeReads reads, String path) {
        this.reads = reads;
        this.path = path;
    }

    static String delta(long epoch) {
        return "delta-" + NodeNumber.text(epoch);
    }

    static String whole(long epoch, int piece, int of) {
        return "whole-" + NodeNumber.text(epoch) + "-" + piece + "-" + of;
    }

    /** The nodes that exist, read after a sync; empty if the map was never written. */
    Optional<MapListing> list() throws InterruptedException {
        answer(send(c -> reads.sync(path, c)));
        return answer(send(c -> reads.children(path, c))) instanceof Read.Found found
                ? Optional.of(MapListing.of(found.children(), head()))
                : Optional.empty();
    }

    /** The epoch that the head node names: that of the last change; the highest if it names none. */
    private long head() throws InterruptedException {
        if (answer(send(c -> reads.data(path, c))) instanceof Read.Found found) {
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

    /** The version of the head node; empty if there is none. */
    Optional<Integer> version() throws InterruptedException {
        return answer(send(c -> reads.stat(path, c))) instanceof Read.Found found
                ? Optional.of(found.version())
                : Optional.empty();
    }

    boolean exists(String node) throws InterruptedException {
        return answer(send(c -> reads.stat(node, c))) instanceof Read.Found;
    }

    /** The map at an epoch, from the newest whole map that can be read and the deltas since. */
    <M> M read(MapFormat<M> form, MapListing there, long epoch) throws InterruptedException {
        M map = form.empty();
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
        List<CompletableFuture<Read>> answers = ask(names);
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
        return names.stream().map(name -> send(c -> reads.data(path + "/" + name, c))).toList();
    }

    private static byte[] data(String name, Read read) throws IOException {
        if (read instanceof Read.Found found) {
            return found.data();
        }
        throw new IOException(name + " is gone");
    }

    private static CompletableFuture<Read> send(Consumer<Consumer<Read>> question) {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer;
    }

    private Read answer(CompletableFuture<Read> question) throws InterruptedException {
        try {
            Read read = question.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (read instanceof Read.Failed(String why)) {
                throw new StoreException("map " + path + " cannot be read: " + why);
            }
            return read;
        } catch (TimeoutException e) {
            throw new StoreException("map " + path + " cannot be read: no answer within " + TIMEOUT.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read never completes exceptionally", e);
        }
    }
}
