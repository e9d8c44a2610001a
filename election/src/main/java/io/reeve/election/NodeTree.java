package io.reeve.election;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.Op;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes below a node that somebody else made: tools that restore or copy make trees where Reeve has single nodes. */
final class NodeTree {
    private static final Logger LOG = LoggerFactory.getLogger(NodeTree.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private NodeTree() {}

    /** Deletes all nodes below this one. Blocks. */
    static void empty(ZkHandle zk, String path) {
        try {
            List<Op> deletes = deletesBelow(zk, path);
            if (!deletes.isEmpty()) {
                MultiOutcome outcome = ZkFutures.await(zk.multi(deletes), PATIENCE, "empty " + path);
                LOG.warn("deleted {} nodes below ZooKeeper node {}: {}", deletes.size(), path, outcome);
            }
        } catch (UnavailableException e) {
            LOG.debug("not emptied yet: {}", path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The deletions of all nodes below this one, the deepest first. Blocks. */
    static List<Op> deletesBelow(ZkHandle zk, String path) throws InterruptedException {
        var ops = new ArrayList<Op>();
        for (String name : ZkFutures.await(zk.children(path, null), PATIENCE, "list " + path)) {
            String child = path + "/" + name;
            ops.addAll(deletesBelow(zk, child));
            ops.add(Op.delete(child, -1));
        }
        return ops;
    }
}
