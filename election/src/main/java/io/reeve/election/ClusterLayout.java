package io.reeve.election;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.Stat;

/** The check of the cluster's layout in ZooKeeper: creates missing persistent nodes and refuses a foreign layout. */
final class ClusterLayout {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final ClusterPaths paths;

    ClusterLayout(ClusterPaths paths) {
        this.paths = paths;
    }

    /** Creates the nodes that are missing. @return the content of the root node */
    NodeContent.Root ensure(ZkHandle zk) throws LayoutException, InterruptedException {
        create(zk, "/reeve", new byte[0]);
        byte[] content = NodeContent
                .write(new NodeContent.Root(ClusterPaths.LAYOUT_VERSION, UUID.randomUUID().toString()));
        create(zk, paths.root(), content);
        fill(zk, paths.root(), content);
        NodeContent.Root root = root(zk);
        create(zk, paths.epoch(), NodeContent.write(NodeContent.Epoch.NONE));
        for (String path : List.of(paths.latch(), paths.managers(), paths.history(), paths.configKey(), paths.log(),
                paths
                        .health())) {
            create(zk, path, new byte[0]);
        }
        return root;
    }

    /**
     * Fills a node that has no content. A root is left empty by whoever creates a node below it while it is missing, as
     * Curator does when the tree was deleted.
     */
    private static void fill(ZkHandle zk, String path, byte[] content) throws InterruptedException {
        Optional<Stat> found = ZkFutures.await(zk.exists(path, null), PATIENCE, "look for " + path);
        if (found.isPresent() && found.get().getDataLength() == 0) {
            MultiOutcome _ = ZkFutures.await(
                    zk.multi(List.of(Op.setData(path, content, found.get().getVersion()))), PATIENCE, "fill " + path);
        }
    }

    private NodeContent.Root root(ZkHandle zk) throws LayoutException, InterruptedException {
        byte[] data = ZkFutures.await(zk.get(paths.root()), PATIENCE, "read " + paths.root())
                .orElseThrow(() -> new LayoutException(
                        paths.root() + " was deleted while this manager started: start again"))
                .data();
        NodeContent.Root root;
        try {
            root = NodeContent.read(data, NodeContent.Root.class);
        } catch (NodeContent.GarbageException e) {
            throw new LayoutException("ZooKeeper node " + paths.root() + " is not a Reeve cluster: " + e.getMessage()
                    + ". Use another --cluster, or repair or delete that node");
        }
        refuseNewer(paths, root);
        return root;
    }

    /** @throws LayoutException the layout is newer than this software */
    static void refuseNewer(ClusterPaths paths, NodeContent.Root root) throws LayoutException {
        if (root.layout() > ClusterPaths.LAYOUT_VERSION) {
            throw new LayoutException("the data of cluster '" + paths.cluster() + "' in ZooKeeper (" + paths.root()
                    + ") has layout " + root.layout() + ", this software knows layouts up to "
                    + ClusterPaths.LAYOUT_VERSION
                    + ": this manager never becomes active here. Upgrade it");
        }
    }

    /** Creates a node that is not there. Where all are there, no permission to create is needed. */
    private void create(ZkHandle zk, String path, byte[] data) throws LayoutException, InterruptedException {
        if (ZkFutures.await(zk.exists(path, null), PATIENCE, "look for " + path).isPresent()) {
            return;
        }
        List<Op> op = List.of(ZkHandle.create(path, data));
        switch (ZkFutures.await(zk.multi(op), PATIENCE, "create " + path)) {
            case MultiOutcome.Done _ -> {
            }
            case MultiOutcome.Refused(_, var code) -> {
                if (code == Code.NONODE) {
                    throw new LayoutException("cannot create " + path
                            + ": its parent is missing. If the ZooKeeper address ends in a /path, create"
                            + " that node first");
                }
                if (code != Code.NODEEXISTS) {
                    throw new LayoutException("cannot create " + path + ": ZooKeeper says " + code
                            + ". Create that node, or give the managers 'create' on its parent");
                }
            }
            case MultiOutcome.Lost(var code) -> throw new UnavailableException("create " + path + ": " + code,
                    new IllegalStateException(code.toString()));
        }
    }
}
