package io.reeve.election;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction that raises the epoch. Its optional operations (history, places in the queue) are dropped, one by
 * one, if the server refuses them; the others are all carried out or none is.
 */
final class EpochTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(EpochTransaction.class);
    private final ClusterPaths paths;
    private final NodeContent.Epoch next;
    private final List<Op> needed = new ArrayList<>();
    private final List<Op> optional = new ArrayList<>();
    private NodeContent.@Nullable Past past;

    EpochTransaction(ClusterPaths paths, NodeContent.Epoch next, int version) {
        this.paths = paths;
        this.next = next;
        needed.add(Op.setData(paths.epoch(), NodeContent.write(next), version));
    }

    /** Adds that the root node, which says who may lead, is still as it was read. */
    EpochTransaction checkRoot(int version) {
        needed.addFirst(Op.check(paths.root(), version));
        return this;
    }

    EpochTransaction deleteActive(int version) {
        needed.add(Op.delete(paths.active(), version));
        return this;
    }

    EpochTransaction createActive(NodeContent.Active active) {
        needed.add(ZkHandle.createEphemeral(paths.active(), NodeContent.write(active)));
        return this;
    }

    EpochTransaction tryDelete(List<String> nodes) {
        nodes.forEach(node -> optional.add(Op.delete(node, -1)));
        return this;
    }

    /** Adds the entry of the history: the new leader, or null for none. */
    EpochTransaction history(@Nullable String name, @Nullable Long gid, Instant now, String why) {
        past = new NodeContent.Past(next.epoch(), name, gid, now.toString(), why);
        return this;
    }

    /** A refusal for good, with the fix. */
    static String denial(ClusterPaths paths, KeeperException.Code code) {
        return "ZooKeeper refuses to write " + paths.epoch() + " or to replace " + paths.active() + " (" + code
                + "). Give the managers 'write' on the first and 'create' and 'delete' on " + paths.root();
    }

    /**
     * Tries out whether the epoch may be raised and an active node replaced, without doing so: the last operation is refused
     * always.
     *
     * @return the refusal for good; empty if there is none, or that is not known
     */
    static CompletableFuture<Optional<MultiOutcome.Refused>> tryOut(ZkHandle zk, ClusterPaths paths,
            ClusterNodes listing) {
        var ops = new ArrayList<Op>();
        ops.add(Op.setData(paths.epoch(), NodeContent.write(listing.epochOrNone()), listing.epochVersion()));
        if (listing.active() != null) {
            ops.add(Op.delete(paths.active(), -1));
        }
        ops.add(ZkHandle.createEphemeral(paths.active(), new byte[0]));
        ops.add(Op.check(paths.epoch(), listing.epochVersion()));
        return zk.multi(ops)
                .thenApply(outcome -> outcome instanceof MultiOutcome.Refused refused && refused.isForGood()
                        ? Optional.of(refused)
                        : Optional.empty());
    }

    CompletableFuture<MultiOutcome> send(ZkHandle zk) {
        var rest = new ArrayList<>(optional);
        if (past != null) {
            rest.add(ZkHandle.create(paths.history() + "/" + next.epoch(), NodeContent.write(past)));
        }
        return send(zk, List.copyOf(needed), rest);
    }

    /** Sends the needed operations, and as many of the optional ones as the server accepts. */
    static CompletableFuture<MultiOutcome> send(ZkHandle zk, List<Op> needed, List<Op> optional) {
        var ops = new ArrayList<>(needed);
        ops.addAll(optional);
        return zk.multi(ops).thenCompose(outcome -> {
            if (outcome instanceof MultiOutcome.Refused(var index, var code) && index >= needed.size()) {
                LOG.warn("dropped from a transaction: {} ({})", ops.get(index).getPath(), code);
                var fewer = new ArrayList<>(optional);
                fewer.remove(index - needed.size());
                return send(zk, needed, fewer);
            }
            return CompletableFuture.completedFuture(outcome);
        });
    }
}
