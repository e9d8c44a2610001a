package io.reeve.election;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.Op;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes in the queue behind which no live manager stands. The queue goes by names alone, so one at its head would keep
 * everybody from leading. A persistent node is a stray at once, as those of managers are ephemeral; one of an unknown manager
 * is a stray when it has been there for longer than a ZooKeeper session timeout, as a manager may be about to register
 * again.
 */
final class QueueStrays {
    private static final Logger LOG = LoggerFactory.getLogger(QueueStrays.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Long> unknownSince = new HashMap<>();
    private final Set<String> said = new HashSet<>();

    /** The strays in a listing that are to be removed now. */
    List<ClusterNodes.Place> of(ClusterNodes listing, long now, long patience) {
        var strays = new ArrayList<ClusterNodes.Place>();
        var unknown = new HashSet<String>();
        for (ClusterNodes.Place place : listing.queue()) {
            if (listing.isCandidate(place)) {
                continue;
            }
            unknown.add(place.path());
            long since = unknownSince.computeIfAbsent(place.path(), _ -> now);
            if (place.owner() == 0 || now - since > patience) {
                strays.add(place);
            }
        }
        unknownSince.keySet().retainAll(unknown);
        said.retainAll(unknown);
        return strays;
    }

    /** Removes them beside the election's thread. */
    void remove(ZkHandle zk, List<ClusterNodes.Place> strays) {
        for (ClusterNodes.Place stray : strays) {
            if (said.add(stray.path())) {
                LOG.warn("removing ZooKeeper node {} from the queue: {}", stray.path(), stray.owner() == 0
                        ? "it is persistent, so it belongs to no live manager"
                        : "its manager is not registered, and it is older than the session timeout");
            }
            Thread.ofVirtual().name("reeve-queue-stray").start(() -> remove(zk, stray.path()));
        }
    }

    private static void remove(ZkHandle zk, String path) {
        try {
            List<Op> ops = new ArrayList<>(NodeTree.deletesBelow(zk, path));
            ops.add(Op.delete(path, -1));
            MultiOutcome outcome = ZkFutures.await(zk.multi(ops), PATIENCE, "remove " + path);
            if (outcome instanceof MultiOutcome.Refused(_, var code)
                    && code != org.apache.zookeeper.KeeperException.Code.NONODE) {
                LOG.error("ZooKeeper node {} is in the queue, belongs to no live manager and cannot be removed ({}):"
                        + " nobody behind it can lead. Delete it", path, code);
            }
        } catch (UnavailableException e) {
            LOG.debug("not removed yet: {}", path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
