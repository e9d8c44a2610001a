package io.reeve.maps;

import io.reeve.api.StoreException;
import io.reeve.store.LogOnce;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final Pattern DELTA = Pattern.compile("delta-([0-9]{10,15})");
    private static final Pattern WHOLE = Pattern.compile("whole-([0-9]{10,15})-([0-9]{1,5})-([0-9]{1,5})");

    private final NodeReads reads;
    private final String path;
    private final LogOnce garbage = new LogOnce(log);

    MapNodes(NodeReads reads, String path) {
        this.reads = reads;
        this.path = path;
    }

    static String delta(long epoch) {
        return "delta-%010d".formatted(epoch);
    }

    static String whole(long epoch, int piece, int of) {
        return "whole-%010d-%d-%d".formatted(epoch, piece, of);
    }

    /**
     * The nodes that exist.
     *
     * @param deltas the names of the deltas by epoch
     * @param wholes the names of the pieces by epoch, of whole maps that are complete
     * @param parts  the names of all pieces by epoch, of complete and incomplete whole maps
     */
    record Listing(NavigableMap<Long, String> deltas, NavigableMap<Long, List<String>> wholes,
            NavigableMap<Long, List<String>> parts) {
        static Listing of(List<String> names) {
            NavigableMap<Long, String> deltas = new TreeMap<>();
            NavigableMap<Long, List<String>> parts = new TreeMap<>();
            Map<Long, TreeMap<Integer, String>> found = new HashMap<>();
            Map<Long, Integer> wanted = new HashMap<>();
            for (String name : names) {
                Matcher whole = WHOLE.matcher(name);
                Matcher delta = DELTA.matcher(name);
                if (delta.matches()) {
                    deltas.put(Long.parseLong(delta.group(1)), name);
                } else if (whole.matches()) {
                    long epoch = Long.parseLong(whole.group(1));
                    parts.computeIfAbsent(epoch, _ -> new ArrayList<>()).add(name);
                    found.computeIfAbsent(epoch, _ -> new TreeMap<>()).put(Integer.parseInt(whole.group(2)), name);
                    wanted.put(epoch, Integer.parseInt(whole.group(3)));
                }
            }
            NavigableMap<Long, List<String>> wholes = new TreeMap<>();
            found.forEach((epoch, pieces) -> {
                if (pieces.size() == wanted.getOrDefault(epoch, 0)) {
                    wholes.put(epoch, List.copyOf(pieces.values()));
                }
            });
            return new Listing(deltas, wholes, parts);
        }

        /** The last epoch that has a node. */
        long last() {
            return Math.max(deltas.isEmpty() ? 0 : deltas.lastKey(), wholes.isEmpty() ? 0 : wholes.lastKey());
        }
    }

    /** The nodes that exist, read after a sync; empty if the map was never written. */
    Optional<Listing> list() throws InterruptedException {
        answer(send(c -> reads.sync(path, c)));
        return answer(send(c -> reads.children(path, c))) instanceof Read.Found found
                ? Optional.of(Listing.of(found.children()))
                : Optional.empty();
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
    <M> M read(MapFormat<M> form, Listing there, long epoch) throws InterruptedException {
        M map = form.empty();
        for (var whole : there.wholes().headMap(epoch, true).descendingMap().entrySet()) {
            try {
                map = form.whole(read(whole.getValue()));
                break;
            } catch (IOException e) {
                garbage.warn(path + "/" + whole.getValue().getFirst(), e.getMessage() + "; an older one is read");
            }
        }
        List<String> names = List.copyOf(there.deltas().subMap(form.epoch(map), false, epoch, true).values());
        List<CompletableFuture<Read>> answers = ask(names);
        for (int i = 0; i < names.size(); i++) {
            long at = Long.parseLong(names.get(i).substring("delta-".length()));
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
