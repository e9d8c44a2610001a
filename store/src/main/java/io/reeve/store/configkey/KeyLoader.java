package io.reeve.store.configkey;

import io.reeve.election.ClusterPaths;
import io.reeve.store.NodeReads;
import io.reeve.store.NodeReads.Read;
import io.reeve.store.configkey.KeyCache.Slot;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The reader of all of config-key into the cache. It lists a few buckets at a time, and reads only the nodes whose newest
 * state is not in the cache.
 *
 * <p>A key that is not in its bucket's list is gone, unless the cache has it from a later transaction than the list's last
 * change (pzxid). If the cache had it so before the sync with which the load begins, ZooKeeper has gone back behind what it
 * had shown: an older copy of its data was put back. That is told, and what was read is not taken.
 */
final class KeyLoader {
    private static final int LISTS_IN_FLIGHT = 8;

    private final NodeReads reads;
    private final ClusterPaths paths;
    private final KeyCache cache;
    private final KeyRefresher refresher;

    KeyLoader(NodeReads reads, ClusterPaths paths, KeyCache cache, KeyRefresher refresher) {
        this.reads = reads;
        this.paths = paths;
        this.cache = cache;
        this.refresher = refresher;
    }

    private record Listing(String bucket, CompletableFuture<Read> answer) {}

    /**
     * What the cache knew when a load began, before its sync.
     *
     * @param keys  the live keys of each bucket
     * @param slots the state of each key
     */
    private record Known(Map<String, List<String>> keys, Map<String, Slot> slots) {
        List<String> in(String bucket) {
            return keys.getOrDefault(bucket, List.of());
        }
    }

    /** Reads everything; false if ZooKeeper did not answer. Values arrive after the return. */
    boolean load() throws InterruptedException {
        Known known = new Known(cache.byBucket(), cache.slots());
        if (!(answer(ask(reads::sync, paths.root())) instanceof Read.Found)) {
            return false;
        }
        return switch (answer(ask(reads::children, paths.configKey()))) {
            case Read.Found root -> loadBuckets(root, known);
            case Read.Missing _ -> noRoot(known);
            case Read.Failed _ -> false;
        };
    }

    private boolean loadBuckets(Read.Found root, Known known) throws InterruptedException {
        Set<String> buckets = new HashSet<>(root.children());
        buckets.removeIf(b -> !KeyNames.isBucket(b));
        refresher.bucketsAre(buckets);
        known.keys().forEach((bucket, keys) -> {
            if (!buckets.contains(bucket)) {
                keys.forEach(k -> gone(k, root.childrenZxid(), known));
            }
        });
        ArrayDeque<Listing> window = new ArrayDeque<>();
        boolean complete = true;
        for (String bucket : buckets) {
            window.add(new Listing(bucket, ask(reads::children, paths.configKey() + "/" + bucket)));
            if (window.size() == LISTS_IN_FLIGHT) {
                complete &= take(window.remove(), known);
            }
        }
        for (Listing listing : window) {
            complete &= take(listing, known);
        }
        return complete;
    }

    private boolean take(Listing listing, Known known) throws InterruptedException {
        Read answer = answer(listing.answer);
        if (!(answer instanceof Read.Found found)) {
            return false;
        }
        Set<String> there = new HashSet<>();
        for (String name : found.children()) {
            Optional<KeyNames> key = refresher.key(listing.bucket, name);
            if (key.isPresent()) {
                there.add(key.get().key());
                refresher.readIfChanged(key.get(), known.slots().get(key.get().key()));
            }
        }
        for (String key : known.in(listing.bucket)) {
            if (!there.contains(key)) {
                gone(key, found.childrenZxid(), known);
            }
        }
        return true;
    }

    /** Takes that a key is missing in a list that was last changed in this transaction. */
    private void gone(String key, long zxid, Known known) {
        Slot before = known.slots().get(key);
        if (before != null && before.live() && before.zxid() > zxid) {
            refresher.wentBack(key);
        }
        cache.goneAt(key, zxid);
    }

    /** Takes that config-key has no node: never written, or removed; the list of its parent says in which transaction. */
    private boolean noRoot(Known known) throws InterruptedException {
        String name = paths.configKey().substring(paths.root().length() + 1);
        return switch (answer(ask(reads::children, paths.root()))) {
            case Read.Found parent when !parent.children().contains(name) -> {
                known.keys().values().forEach(keys -> keys.forEach(k -> gone(k, parent.childrenZxid(), known)));
                refresher.bucketsAre(Set.of());
                yield true;
            }
            case Read.Missing _ -> known.keys().isEmpty();
            case Read.Found _,Read.Failed _ -> false;
        };
    }

    @FunctionalInterface
    private interface Question {
        void ask(String path, Consumer<Read> callback);
    }

    private static CompletableFuture<Read> ask(Question question, String path) {
        CompletableFuture<Read> answer = new CompletableFuture<>();
        question.ask(path, answer::complete);
        return answer;
    }

    private static Read answer(CompletableFuture<Read> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read never completes exceptionally", e);
        }
    }
}
