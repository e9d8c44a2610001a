package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of the cluster's nodes: makes a {@link ClusterNodes} in two round trips, however many nodes there are.
 * A node with invalid content is left out and logged once.
 */
final class ClusterReader {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReader.class);
    private final ClusterPaths paths;
    private final ConfirmedEpochs confirmed;
    private final Map<String, String> complained = new ConcurrentHashMap<>();

    ClusterReader(ClusterPaths paths, ConfirmedEpochs confirmed) {
        this.paths = paths;
        this.confirmed = confirmed;
    }

    /**
     * The optional parts of a read.
     *
     * @param sync    whether the read sees everything that was persisted before it
     * @param queue   whether the queue is read
     * @param place   a node in the queue whose existence is checked; null for none
     * @param watcher called once, at the next change of a node that was read; null for none
     */
    record Scope(boolean sync, boolean queue, @Nullable String place, @Nullable Watcher watcher) {
        static final Scope FRESH = new Scope(true, true, null, null);
    }

    private interface Parser<T> {
        T parse(byte[] bytes) throws NodeContent.GarbageException;
    }

    /** Reads the nodes. The future fails with a KeeperException if the connection is lost. */
    CompletableFuture<ClusterNodes> read(ZkHandle zk, Scope scope) {
        var parts = new ArrayList<CompletableFuture<?>>();
        if (scope.sync()) {
            parts.add(zk.sync(paths.root()));
        }
        var root = add(parts, zk.get(paths.root(), scope.watcher()));
        var epoch = add(parts, watched(zk, paths.epoch(), scope, parts));
        var active = add(parts, watched(zk, paths.active(), scope, parts));
        var modules = add(parts, watched(zk, paths.modules(), scope, parts));
        var names = add(parts, zk.children(paths.managers(), scope.watcher()));
        var queue = add(parts, scope.queue()
                ? zk.children(paths.latch(), null)
                : CompletableFuture.completedFuture(List.<String>of()));
        String place = scope.place();
        var placeThere = add(parts, place == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : zk.exists(place, scope.watcher()));
        return all(parts).thenCompose(_ -> {
            var more = new ArrayList<CompletableFuture<?>>();
            var managers = readEach(zk, paths.managers(), names.join(), scope.watcher(), more);
            var places = readEach(zk, paths.latch(), queue.join(), null, more);
            NodeContent.Epoch number = parse(paths.epoch(), epoch.join(), NodeContent::readEpoch);
            var known = add(more, number == null && epoch.join().isPresent()
                    ? recoverEpoch(zk)
                    : CompletableFuture.completedFuture(Optional.ofNullable(number)));
            return all(more)
                    .thenApply(_ -> noted(new ClusterNodes(
                            parse(paths.root(), root.join(), b -> NodeContent.read(b, NodeContent.Root.class)),
                            root.join().map(n -> n.stat().getVersion()).orElse(-1),
                            known.join().orElse(null), epoch.join().map(n -> n.stat().getVersion()).orElse(-1),
                            active(active.join()), managers(managers),
                            parse(paths.modules(), modules.join(), NodeContent::readNames),
                            places(places), placeThere.join().isPresent())));
        });
    }

    private ClusterNodes noted(ClusterNodes listing) {
        if (listing.root() != null && listing.epoch() != null) {
            confirmed.note(listing.root().fsid(), listing.epochNumber());
        }
        return listing;
    }

    /** The epoch of a cluster whose epoch node is invalid: the highest one in the history. */
    private CompletableFuture<Optional<NodeContent.Epoch>> recoverEpoch(ZkHandle zk) {
        return zk.children(paths.history(), null)
                .thenApply(names -> names.stream()
                        .filter(History::isEpoch)
                        .map(Long::parseLong)
                        .max(Long::compare)
                        .map(epoch -> new NodeContent.Epoch(epoch, false, null)));
    }

    private static <T> CompletableFuture<T> add(List<CompletableFuture<?>> parts, CompletableFuture<T> part) {
        parts.add(part);
        return part;
    }

    private static CompletableFuture<?> all(List<CompletableFuture<?>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
    }

    /** Reads a node that may be missing: only {@code exists} watches for its creation. */
    private static CompletableFuture<Optional<ZkHandle.Node>> watched(ZkHandle zk, String path, Scope scope,
            List<CompletableFuture<?>> parts) {
        if (scope.watcher() != null) {
            parts.add(zk.exists(path, scope.watcher()));
        }
        return zk.get(path);
    }

    private static Map<String, CompletableFuture<Optional<ZkHandle.Node>>> readEach(ZkHandle zk, String parent,
            List<String> names, @Nullable Watcher watcher, List<CompletableFuture<?>> parts) {
        var reads = new HashMap<String, CompletableFuture<Optional<ZkHandle.Node>>>();
        for (String name : names) {
            reads.put(name, add(parts, zk.get(parent + "/" + name, watcher)));
        }
        return reads;
    }

    private ClusterNodes.@Nullable ActiveSeen active(Optional<ZkHandle.Node> read) {
        if (read.isEmpty()) {
            return null;
        }
        var stat = read.get().stat();
        boolean _ = isEphemeral(paths.active(), read.get());
        return new ClusterNodes.ActiveSeen(stat.getEphemeralOwner(), stat.getVersion(),
                parse(paths.active(), read, b -> NodeContent.read(
                        b, NodeContent.Active.class)));
    }

    private Map<String, ClusterNodes.Registered> managers(
            Map<String, CompletableFuture<Optional<ZkHandle.Node>>> reads) {
        var managers = new HashMap<String, ClusterNodes.Registered>();
        reads.forEach(
                (name, read) -> read.join().filter(node -> isEphemeral(paths.manager(name), node)).ifPresent(node -> {
                    MgrMap.Manager manager = parse(paths.manager(name), read.join(),
                            b -> NodeContent.readManager(name, b));
                    managers.put(name,
                            new ClusterNodes.Registered(node.stat().getEphemeralOwner(), node.stat().getVersion(),
                                    manager));
                }));
        return managers;
    }

    private List<ClusterNodes.Place> places(Map<String, CompletableFuture<Optional<ZkHandle.Node>>> reads) {
        var places = new ArrayList<ClusterNodes.Place>();
        reads.forEach((name, read) -> {
            String path = paths.latch() + "/" + name;
            NodeContent.Ticket ticket = parse(path, read.join(), b -> NodeContent.read(b, NodeContent.Ticket.class));
            read.join()
                    .ifPresent(node -> places
                            .add(new ClusterNodes.Place(path, node.stat().getEphemeralOwner(), ticket)));
        });
        return places;
    }

    /** Whether a node that stands for a live process is bound to a ZooKeeper session, as it must be. */
    private boolean isEphemeral(String path, ZkHandle.Node node) {
        String key = path + " persistent";
        if (node.stat().getEphemeralOwner() != 0) {
            complained.remove(key);
            return true;
        }
        if (complained.put(key, path) == null) {
            LOG.warn(
                    "ZooKeeper node {} is persistent, so it belongs to no live manager: it is ignored. Restored or copied"
                            + " data has such nodes; delete it",
                    path);
        }
        return false;
    }

    private <T> @Nullable T parse(String path, Optional<ZkHandle.Node> read, Parser<T> parser) {
        if (read.isEmpty()) {
            complained.remove(path);
            return null;
        }
        try {
            T value = parser.parse(read.get().data());
            complained.remove(path);
            return value;
        } catch (NodeContent.GarbageException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(complained.put(path, message))) {
                LOG.warn("garbage in ZooKeeper node {}: {}. It is ignored until somebody repairs or deletes it", path,
                        message);
            }
            return null;
        }
    }
}
