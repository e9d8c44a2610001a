package io.reeve.election;

/**
 * The paths of a cluster's nodes in ZooKeeper. The layout is stable; {@link #LAYOUT_VERSION} counts its changes.
 *
 * <pre>
 * /reeve/CLUSTER                  {"layout": 1, "fsid": "…"}
 * /reeve/CLUSTER/epoch            {"epoch": 12, "down": false, "since"}; every fenced write checks its version
 * /reeve/CLUSTER/active           ephemeral: {"name", "gid", "epoch", "since", "state": "starting"|"available",
 *                                 "services", "host", "pid", "url", "report", "version"}
 * /reeve/CLUSTER/latch/…          the queue for leadership (Curator LeaderLatch): {"name", "gid", "priority"}
 * /reeve/CLUSTER/managers/NAME    ephemeral: a live manager, with its addresses and modules, and its last requests to
 *                                 others: "requests": [{"nonce", "kind": "drain"|"audit", "epoch", "text", "down"}]
 * /reeve/CLUSTER/modules          the enabled modules: ["hello"]
 * /reeve/CLUSTER/history/EPOCH    one for each epoch: {"epoch", "name", "gid", "since", "why"}; the last 500 are kept.
 *                                 An epoch ends when the next one begins; no name: nobody led in it
 * /reeve/CLUSTER/config-key/HHH/NAME  a config-key: HHH = first three hex digits of the SHA-256 of the key's UTF-8 bytes;
 *                                 NAME = those bytes, A-Z a-z 0-9 - _ ~ and a '.' that is not the first as they are,
 *                                 all others as %XX
 * /reeve/CLUSTER/log/SEQ          the cluster log in batches: ten digits, the number of the batch's first line
 * /reeve/CLUSTER/health/OWNER     the health checks of a module, or of the manager
 * /reeve/CLUSTER/mutes            the muted health checks: [{"code", "sticky", "until", "summary", "count"}]
 * /reeve/CLUSTER/maps/MAP         the head of a map with history (osd, fs): {"epoch": 12}
 * /reeve/CLUSTER/maps/MAP/delta-EPOCH  what one epoch changed: ten digits; a format byte, then deflated CBOR
 * /reeve/CLUSTER/maps/MAP/whole-EPOCH-I-N  piece I of N of the whole map at that epoch; a whole map is written every
 *                                 50 epochs, and nodes older than 500 epochs are deleted
 * </pre>
 *
 * @param cluster the cluster's name: letters, digits, {@code _ . -}
 */
public record ClusterPaths(String cluster) {
    /** The version of the layout that this software reads and writes. */
    public static final int LAYOUT_VERSION = 1;

    public ClusterPaths {
        if (!cluster.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException("cluster name '" + cluster
                    + "' is not usable: use 1 to 64 letters, digits, '_', '.' and '-', not starting with '.' or '-'");
        }
    }

    public String root() {
        return "/reeve/" + cluster;
    }

    public String epoch() {
        return root() + "/epoch";
    }

    public String active() {
        return root() + "/active";
    }

    public String latch() {
        return root() + "/latch";
    }

    public String managers() {
        return root() + "/managers";
    }

    public String manager(String name) {
        return managers() + "/" + name;
    }

    public String modules() {
        return root() + "/modules";
    }

    public String history() {
        return root() + "/history";
    }

    public String configKey() {
        return root() + "/config-key";
    }

    public String log() {
        return root() + "/log";
    }

    public String health() {
        return root() + "/health";
    }

    public String mutes() {
        return root() + "/mutes";
    }

    public String maps() {
        return root() + "/maps";
    }

    public String map(String name) {
        return maps() + "/" + name;
    }
}
