package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests in this manager's registration, and the reading of those in others'. The last {@link #KEPT} stay in the node;
 * one that is announced again keeps its nonce, and one that could not be written is gone. Requests that come while one write is under way share the next.
 */
final class AnnouncedRequests implements PeerRequests {
    static final int KEPT = 128;
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedRequests.class);
    private static final int NONCE_BYTES = 16;

    private final ClusterPaths paths;
    private final Supplier<MgrMap.Manager> self;
    private final Supplier<@Nullable ZkHandle> registered;
    private final ElectionThread thread;
    private final SecureRandom random = new SecureRandom();
    private volatile List<NodeContent.Request> published = List.of();

    // Owned by the election's thread.
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Entry> unwritten = new ArrayList<>();
    private boolean writing;

    private record Entry(PeerRequest request, String nonce, CompletableFuture<String> written) {}

    /** @param registered the ZooKeeper session under which this manager is registered; null while it is not */
    AnnouncedRequests(ClusterPaths paths, Supplier<MgrMap.Manager> self, Supplier<@Nullable ZkHandle> registered,
            ElectionThread thread) {
        this.paths = paths;
        this.self = self;
        this.registered = registered;
        this.thread = thread;
    }

    /** The content of this manager's registration. From any thread. */
    byte[] registration() {
        return NodeContent.writeManager(self.get(), published);
    }

    @Override
    public CompletableFuture<String> announce(PeerRequest request) {
        var answer = new CompletableFuture<String>();
        thread.execute(() -> {
            Optional<Entry> before = entries.stream()
                    .filter(entry -> entry.request().equals(request) && !entry.written().isCompletedExceptionally())
                    .findFirst();
            Entry entry = before.orElseGet(() -> add(request));
            var _ = entry.written().whenComplete((nonce, failure) -> {
                if (failure == null) {
                    answer.complete(nonce);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        return answer;
    }

    private Entry add(PeerRequest request) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var entry = new Entry(request, HexFormat.of().formatHex(nonce), new CompletableFuture<>());
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        publish();
        unwritten.add(entry);
        write();
        return entry;
    }

    private void publish() {
        published = entries.stream().map(kept -> new NodeContent.Request(kept.nonce(), kept.request())).toList();
    }

    private void write() {
        if (writing || unwritten.isEmpty()) {
            return;
        }
        ZkHandle handle = registered.get();
        List<Entry> batch = List.copyOf(unwritten);
        unwritten.clear();
        if (handle == null) {
            batch.forEach(entry -> fail(entry, "this manager is not registered in ZooKeeper"));
            return;
        }
        writing = true;
        var set = Op.setData(paths.manager(self.get().name()), registration(), -1);
        thread.answer(handle.multi(List.of(set)), (outcome, _) -> {
            writing = false;
            batch.forEach(entry -> {
                if (outcome instanceof MultiOutcome.Done) {
                    entry.written().complete(entry.nonce());
                } else {
                    fail(entry, "the registration could not be written: " + outcome);
                }
            });
            write();
        });
    }

    /** Takes an entry out that was not written; whoever wants it announces it again. */
    private void fail(Entry entry, String why) {
        if (entries.remove(entry)) {
            publish();
        }
        entry.written().completeExceptionally(new UnavailableException(why, new IllegalStateException(why)));
    }

    @Override
    public CompletableFuture<Optional<PeerRequest>> find(String name, long gid, String nonce) {
        ZkHandle handle = registered.get();
        if (handle == null || nonce.isEmpty() || !name.matches("[^/\\p{Cntrl}]+") || name.startsWith(".")) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String path = paths.manager(name);
        var synced = handle.sync(path);
        return handle.get(path).thenCombine(synced, (node, _) -> node.flatMap(read -> find(name, read, gid, nonce)));
    }

    private static Optional<PeerRequest> find(String name, ZkHandle.Node node, long gid, String nonce) {
        try {
            if (node.stat().getEphemeralOwner() == 0 || NodeContent.readManager(name, node.data()).gid() != gid) {
                return Optional.empty();
            }
            return NodeContent.readRequests(node.data())
                    .stream()
                    .filter(request -> request.nonce().equals(nonce))
                    .findFirst()
                    .map(NodeContent.Request::meant);
        } catch (NodeContent.GarbageException e) {
            LOG.debug("no request of manager '{}' can be read", name, e);
            return Optional.empty();
        }
    }
}
